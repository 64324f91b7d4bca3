package dev.ziggurat.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.restassured.RestAssured;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real browser for tests of the console: Debian's Chromium, or the one that the environment
 * variable CHROMIUM names. Where there is none, the tests of the class are skipped with a message,
 * unless the environment variable BROWSER_TESTS says {@code required}. All classes share one
 * browser; the pages of a test are closed when it is over.
 */
final class Chromium implements BeforeAllCallback, AfterEachCallback {

  /** An expression of Qute as it stands in a template; hostile names of tests hold this one. */
  private static final Pattern UNEVALUATED =
      Pattern.compile("\\{(?!frame\\.title)[a-z]\\w*(\\.\\w+)+\\}");

  private static final List<String> USUAL_PLACES =
      List.of(
          "/usr/lib/chromium/chromium-headless-shell",
          "/usr/bin/chromium",
          "/usr/bin/chromium-browser",
          "/usr/bin/google-chrome");

  private static final String NONE = "no Chromium here: apt-get install chromium-headless-shell";

  /** A script works a moment after its page is there; who clicks before it does clicks in vain. */
  private static final String HANDS_OFF =
      """
      new MutationObserver((_, observer) => {
        const page = document.documentElement;
        if (page) {
          observer.disconnect();
          page.style.pointerEvents = 'none';
          addEventListener('load', () => page.style.pointerEvents = '');
        }
      }).observe(document, { childList: true });
      """;

  private static final Path PICTURES = Path.of("target/screenshots");

  /**
   * Where pictures to show go, if any are wanted at all; {@code docs/console} renews those of
   * README and documentation.
   */
  private static final Optional<Path> SHOWN =
      Optional.ofNullable(System.getProperty("ziggurat.screenshots")).map(Path::of);

  private static final String STICKS_OUT =
      "[...document.querySelectorAll('.card')].filter(card => card.scrollWidth > card.clientWidth)"
          + ".map(card => card.id || card.ariaLabel || card.className)";

  /** With {@code -Pfull}. */
  private static final boolean EVERYTHING = Boolean.getBoolean("ziggurat.full");

  private static final int PATIENCE_MILLIS = 45_000;
  private static final int WIDE = 1280;
  private static final int HIGH = 900;
  private static final int TALLEST_SHOWN = 1_560;
  private static final int PHONE_WIDE = 390;
  private static final int PHONE_HIGH = 844;

  /** One for all test classes. It ends with the JVM, whose driver it obeys. */
  private static Browser shared;

  private final Map<Page, List<String>> complaints = new IdentityHashMap<>();
  private final List<BrowserContext> contexts = new ArrayList<>();

  @Override
  public void beforeAll(ExtensionContext test) {
    browser();
  }

  private static Browser browser() {
    if (shared == null) {
      shared = launch();
    }
    return shared;
  }

  private static Browser launch() {
    var executable = find();
    if (!"required".equals(System.getenv("BROWSER_TESTS"))) {
      assumeTrue(executable.isPresent(), NONE);
    }
    assertThat(executable).as(NONE).isPresent();
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    var playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return playwright
        .chromium()
        .launch(
            new BrowserType.LaunchOptions()
                .setExecutablePath(executable.get())
                .setArgs(List.of("--no-sandbox", "--disable-quic")));
  }

  private static Optional<Path> find() {
    return Stream.concat(Stream.ofNullable(System.getenv("CHROMIUM")), USUAL_PLACES.stream())
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** A page of somebody who has no token. */
  Page stranger() {
    return page(context(WIDE, HIGH));
  }

  /** A page of somebody who shows this token with every request. */
  Page bearing(String token) {
    var context = context(WIDE, HIGH);
    context.setExtraHTTPHeaders(Map.of("Authorization", "Bearer " + token));
    return page(context);
  }

  /** The same in a German browser. */
  Page german(String token) {
    var context = opened(options(WIDE, HIGH).setLocale("de-DE"));
    context.setExtraHTTPHeaders(Map.of("Authorization", "Bearer " + token));
    return page(context);
  }

  /** A page of somebody who shows this token, in a browser that runs no scripts. */
  Page withoutScripts(String token) {
    var context = opened(options(WIDE, HIGH).setJavaScriptEnabled(false));
    context.setExtraHTTPHeaders(Map.of("Authorization", "Bearer " + token));
    return page(context);
  }

  private BrowserContext context(int width, int height) {
    return opened(options(width, height));
  }

  private BrowserContext opened(Browser.NewContextOptions options) {
    var context = browser().newContext(options);
    contexts.add(context);
    return context;
  }

  private static Browser.NewContextOptions options(int width, int height) {
    return new Browser.NewContextOptions()
        .setBaseURL(address())
        .setViewportSize(width, height)
        .setLocale("en-US")
        .setTimezoneId("Europe/Berlin")
        .setReducedMotion(ReducedMotion.REDUCE);
  }

  private Page page(BrowserContext context) {
    context.setDefaultTimeout(PATIENCE_MILLIS);
    context.addInitScript(HANDS_OFF);
    var page = context.newPage();
    var heard = new ArrayList<String>();
    complaints.put(page, heard);
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            heard.add(message.text());
          }
        });
    page.onPageError(heard::add);
    return page;
  }

  static String address() {
    return "http://localhost:" + RestAssured.port;
  }

  /** What this page has complained about so far: errors of its scripts, files it could not load. */
  List<String> complaints(Page page) {
    return complaints.get(page);
  }

  /**
   * Looks at a page as its users do: by day and by night, on a desk and on a phone. It must meet
   * WCAG 2.2 AA as far as a machine can tell, fit the phone's width, and have nothing to complain
   * about. Leaves pictures of it where they are wanted.
   */
  void inspect(Page page, String name) {
    look(page, name, true, true);
  }

  private void look(Page page, String name, boolean onADesk, boolean elsewhere) {
    assertThat(page.content())
        .as("expressions that were not evaluated on " + name)
        .doesNotContainPattern(UNEVALUATED);
    page.setViewportSize(WIDE, HIGH);
    page.evaluate("scrollTo(0, 0)");
    shoot(page, SHOWN.map(_ -> PICTURES), name);
    if (onADesk) {
      Accessibility.onADesk(page, name);
    }
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    shoot(page, SHOWN.map(_ -> PICTURES), name + "-dark");
    if (elsewhere) {
      Accessibility.byNight(page, name);
    }
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    page.setViewportSize(PHONE_WIDE, PHONE_HIGH);
    page.evaluate("scrollTo(0, 0)");
    shoot(page, SHOWN.map(_ -> PICTURES), name + "-phone");
    if (elsewhere) {
      Accessibility.onAPhone(page, name);
    }
    var overhang = page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
    assertThat(((Number) overhang).intValue()).as("%s overhangs a phone", name).isLessThan(1);
    assertThat(page.evaluate(STICKS_OUT))
        .as("parts of %s that stick out", name)
        .isEqualTo(List.of());
    page.setViewportSize(WIDE, HIGH);
    assertThat(complaints(page)).as("complaints of %s", name).isEmpty();
  }

  /**
   * Leaves a picture for the documentation: as much as fits its reader. Accessibility is left to
   * the tests that {@link #inspect} the page of this name, but on a desk where everything is
   * tested.
   */
  void show(Page page, String name) {
    look(page, name, EVERYTHING, false);
    var whole = ((Number) page.evaluate("document.documentElement.scrollHeight")).intValue();
    page.setViewportSize(WIDE, Math.min(whole, TALLEST_SHOWN));
    page.evaluate("scrollTo(0, 0)");
    shoot(page, SHOWN, name);
    page.setViewportSize(WIDE, HIGH);
  }

  /** The same for the documentation by night and on a phone. */
  void showElsewhere(Page page, String name) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    shoot(page, SHOWN, name + "-dark");
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    page.setViewportSize(PHONE_WIDE, PHONE_HIGH);
    shoot(page, SHOWN, name + "-phone");
    page.setViewportSize(WIDE, HIGH);
  }

  /** A picture costs as much as all that is asserted of a page: only where it is wanted. */
  private static void shoot(Page page, Optional<Path> pictures, String name) {
    pictures.ifPresent(
        folder ->
            page.screenshot(
                new Page.ScreenshotOptions()
                    .setPath(folder.resolve(name + ".png"))
                    .setFullPage(false)));
  }

  /** Pages that nobody looks at any more would go on following events and drawing charts. */
  @Override
  public void afterEach(ExtensionContext test) {
    contexts.forEach(BrowserContext::close);
    contexts.clear();
    complaints.clear();
  }
}
