package dev.ziggurat.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;

/**
 * Whether a page meets WCAG 2.2 AA as far as a machine can tell. Nine tenths of the time go into
 * contrasts, so none is looked at twice.
 */
final class Accessibility {

  private static final List<String> WCAG =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

  /** The rules that hang on colours. */
  private static final List<String> COLOURS = List.of("color-contrast", "link-in-text-block");

  /** The rules that hang on where things are and how large. */
  private static final List<String> LAYOUT = List.of("target-size", "scrollable-region-focusable");

  /** With {@code -Pfull}. */
  private static final boolean EVERYTHING = Boolean.getBoolean("ziggurat.full");

  /** Rules of style sheets for the night: {@code light-dark()} changes colours and nothing else. */
  private static final String OF_THE_NIGHT =
      "[...document.styleSheets].flatMap(sheet => [...sheet.cssRules])"
          + ".filter(rule => rule.media?.mediaText.includes('color-scheme'))"
          + ".map(rule => rule.cssText)";

  /** The engine of the rules, unless it is in the page already. */
  private static final String AXE =
      "() => { if (!globalThis.axe) { " + AxeBuilder.getAxeScript() + "} }";

  /**
   * The elements that break the rules. What keeps them stays in the browser: told of each element,
   * it takes longer than to find out.
   */
  private static final String VIOLATIONS =
      """
      async ({ type, values, except, where }) => {
        const found = await axe.run(where ?? document, {
          runOnly: { type, values },
          rules: Object.fromEntries(except.map(rule => [rule, { enabled: false }])),
          resultTypes: ['violations'],
        });
        return found.violations.map(rule =>
          rule.id + ': ' + rule.nodes.slice(0, 3).map(node => node.html).join(', '));
      }
      """;

  /** What a contrast hangs on, of each element that is shown. */
  private static final String SHOWN =
      """
      () => new Map([...document.querySelectorAll('body *')]
        .filter(element => element.checkVisibility())
        .map(element => {
          const style = getComputedStyle(element);
          return [element, [style.color, style.backgroundColor, style.backgroundImage, style.opacity,
            style.fontSize, style.fontWeight].join()];
        }))
      """;

  private static final String REMEMBER = "() => { globalThis.onDesk = (" + SHOWN + ")(); }";

  /** Contrasts of what is not shown on a desk, or in other colours or sizes there. */
  private static final String OTHER_CONTRASTS =
      """
      async () => {
        const where = [...(SHOWN)()]
          .filter(([element, look]) => globalThis.onDesk?.get(element) !== look)
          .map(([element]) => element);
        return where.length === 0 ? [] : await (VIOLATIONS)(
          { type: 'rule', values: ['color-contrast'], except: [], where });
      }
      """
          .replace("SHOWN", SHOWN)
          .replace("VIOLATIONS", VIOLATIONS);

  private Accessibility() {}

  /** By all rules. */
  static void onADesk(Page page, String name) {
    page.evaluate(AXE);
    holds(page, name, "tag", WCAG, List.of());
    page.evaluate(REMEMBER);
  }

  /** By the rules of colours, which are all that changes. */
  static void byNight(Page page, String name) {
    assertThat(page.evaluate(OF_THE_NIGHT)).as("more than colours by night").isEqualTo(List.of());
    page.evaluate(AXE);
    holds(page, name + " by night", "rule", COLOURS, List.of());
  }

  /**
   * By the rules of layout, or where everything is tested by all, with the contrasts of what {@link
   * #onADesk} has not seen as it is here.
   */
  static void onAPhone(Page page, String name) {
    var place = name + " on a phone";
    page.evaluate(AXE);
    if (!EVERYTHING) {
      holds(page, place, "rule", LAYOUT, List.of());
      return;
    }
    holds(page, place, "tag", WCAG, List.of("color-contrast"));
    assertThat(page.evaluate(OTHER_CONTRASTS)).as("contrasts of %s", place).isEqualTo(List.of());
  }

  private static void holds(
      Page page, String name, String type, List<String> rules, List<String> except) {
    assertThat(page.evaluate(VIOLATIONS, Map.of("type", type, "values", rules, "except", except)))
        .as("accessibility of %s", name)
        .isEqualTo(List.of());
  }
}
