package dev.ziggurat.guardrails;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the guardrails of one call did so far. Used by one thread at a time. */
public final class GuardrailRun {

  private final int window;
  private final List<GuardrailStep> steps = new ArrayList<>();
  private final List<Masking> maskings = new ArrayList<>();

  /** Counts what one guardrail masked. */
  private record Masking(Guardrail guardrail, CallSide side, Map<String, Integer> counts) {

    GuardrailStep step() {
      var detail =
          counts.entrySet().stream()
              .map(count -> count.getValue() + " " + count.getKey())
              .collect(Collectors.joining(", "));
      return new GuardrailStep(
          guardrail.name(),
          guardrail.kind(),
          side.id(),
          GuardrailStep.Did.MASKED,
          "masked " + detail,
          0);
    }
  }

  /**
   * @param window how many characters of a streamed text are held back
   */
  public GuardrailRun(int window) {
    this.window = window;
  }

  /** What was done, in order of its begin. */
  public List<GuardrailStep> steps() {
    if (maskings.isEmpty()) {
      return List.copyOf(steps);
    }
    var all = new ArrayList<GuardrailStep>();
    maskings.stream()
        .filter(masking -> !masking.counts().isEmpty())
        .map(Masking::step)
        .forEach(all::add);
    all.addAll(steps);
    return List.copyOf(all);
  }

  /** Applies one guardrail to the texts of one side, and counts what it masks. */
  public TextMask mask(Guardrail.OfTexts guardrail, CallSide side) {
    var masking = new Masking(guardrail, side, new TreeMap<>());
    maskings.add(masking);
    return mask(guardrail, side, masking);
  }

  /** Applies one guardrail to another form of texts in which it is counted already. */
  public TextMask maskCopy(Guardrail.OfTexts guardrail, CallSide side) {
    return mask(guardrail, side, new Masking(guardrail, side, new TreeMap<>()));
  }

  /** Replaces all that a guardrail finds, also what it refuses, and counts nothing. */
  public TextMask maskRefused(Guardrail.OfTexts guardrail) {
    return new TextMask(guardrail.rule(), window, _ -> {});
  }

  private TextMask mask(Guardrail.OfTexts guardrail, CallSide side, Masking masking) {
    return new TextMask(
        guardrail.rule(),
        window,
        finding -> {
          if (finding.action() == FindingAction.REFUSE) {
            throw refused(guardrail, side, "it contains a forbidden " + finding.what(), 0);
          }
          masking.counts().merge(finding.what(), 1, Integer::sum);
        });
  }

  /**
   * Checks the size of all texts of one side.
   *
   * @throws GuardrailRefused if they are too long
   */
  public void checkSize(
      Guardrail.SizeLimit guardrail, CallSide side, long characters, long tokens) {
    var isRequest = side == CallSide.REQUEST;
    check(
        guardrail,
        side,
        "characters",
        characters,
        isRequest ? guardrail.requestCharacters() : guardrail.answerCharacters());
    check(
        guardrail,
        side,
        "tokens, as estimated",
        tokens,
        isRequest ? guardrail.requestTokens() : guardrail.answerTokens());
  }

  private void check(
      Guardrail guardrail, CallSide side, String unit, long count, OptionalLong most) {
    if (most.isPresent() && count > most.getAsLong()) {
      throw refused(
          guardrail,
          side,
          "it has %d %s or more; %d are allowed".formatted(count, unit, most.getAsLong()),
          0);
    }
  }

  /**
   * Checks the name of a tool.
   *
   * @throws GuardrailRefused if it may not be used
   */
  public void checkTool(Guardrail.AllowList guardrail, CallSide side, String tool) {
    if (guardrail.tools().filter(allowed -> !allowed.contains(tool)).isPresent()) {
      throw refused(guardrail, side, "a tool of it is not allowed", 0);
    }
  }

  /**
   * Asks for a verdict about the texts of one side; blocks.
   *
   * @throws GuardrailRefused if they are refused, or there is no verdict and the guardrail does not
   *     let pass then
   */
  public void judge(
      Guardrail.OfVerdict guardrail, CallSide side, List<JudgedText> texts, Judges judges) {
    var start = System.nanoTime();
    try {
      var verdict = judges.verdict(guardrail, side, texts);
      var reason = verdict.reason().isEmpty() ? "" : ": " + verdict.reason();
      if (verdict.refused()) {
        throw refused(guardrail, side, "the verdict was to refuse it" + reason, since(start));
      }
      add(guardrail, side, GuardrailStep.Did.PASSED, "passed" + reason, since(start));
    } catch (Judges.JudgeFailed failed) {
      var detail = "there was no verdict: " + failed.getMessage();
      if (!guardrail.failOpen()) {
        throw refused(guardrail, side, detail, since(start));
      }
      add(guardrail, side, GuardrailStep.Did.FAILED_OPEN, detail, since(start));
    }
  }

  private static long since(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }

  /** Records that a guardrail refused the call, and returns the refusal, to be thrown. */
  public GuardrailRefused refused(Guardrail guardrail, CallSide side, String reason, long millis) {
    add(guardrail, side, GuardrailStep.Did.REFUSED, reason, millis);
    return new GuardrailRefused(guardrail.name(), side, reason);
  }

  /** Records what a guardrail did. */
  public void add(
      Guardrail guardrail, CallSide side, GuardrailStep.Did did, String detail, long millis) {
    steps.add(
        new GuardrailStep(guardrail.name(), guardrail.kind(), side.id(), did, detail, millis));
  }
}
