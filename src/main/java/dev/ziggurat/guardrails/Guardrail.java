package dev.ziggurat.guardrails;

import com.google.re2j.Pattern;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** One check of requests, answers or both. The calls of a list are made in its order. */
public sealed interface Guardrail {

  /** Its name in errors and in the ledger, unique in its list. */
  String name();

  /** What it looks at. */
  Set<CallSide> on();

  /** Its kind, as in JSON. */
  default String kind() {
    return GuardrailKind.of(this).id();
  }

  /**
   * Limits of size.
   *
   * @param requestCharacters of all texts of a request together
   * @param requestTokens as estimated: one for three ASCII characters, one for each other character
   * @param answerCharacters of all texts of an answer together, reasoning and tool arguments
   *     included
   * @param answerTokens estimated in the same way
   */
  record SizeLimit(
      String name,
      OptionalLong requestCharacters,
      OptionalLong requestTokens,
      OptionalLong answerCharacters,
      OptionalLong answerTokens)
      implements Guardrail {

    @Override
    public Set<CallSide> on() {
      var limitsRequest = requestCharacters.isPresent() || requestTokens.isPresent();
      var limitsAnswer = answerCharacters.isPresent() || answerTokens.isPresent();
      if (limitsRequest && limitsAnswer) {
        return Set.of(CallSide.REQUEST, CallSide.ANSWER);
      }
      return Set.of(limitsRequest ? CallSide.REQUEST : CallSide.ANSWER);
    }
  }

  /** A guardrail that finds parts of texts, in a sliding window. */
  sealed interface OfTexts extends Guardrail {

    /** Finds the parts. */
    TextRule rule();
  }

  /**
   * A regular expression in RE2's syntax, which takes linear time.
   *
   * @param replacement of what is found, if it is masked
   * @see <a href="https://github.com/google/re2/wiki/Syntax">Syntax</a>
   */
  record PatternMatch(
      String name, Set<CallSide> on, Pattern pattern, FindingAction action, String replacement)
      implements OfTexts {

    @Override
    public TextRule rule() {
      return new PatternRule(pattern, action, replacement);
    }
  }

  /**
   * Personal data and secrets.
   *
   * @param actions what to look for, and what to do with it
   */
  record SensitiveData(String name, Set<CallSide> on, Map<DataKind, FindingAction> actions)
      implements OfTexts {

    public SensitiveData {
      actions = Map.copyOf(actions);
    }

    @Override
    public TextRule rule() {
      return new SensitiveDataRule(actions);
    }
  }

  /**
   * The models and tools that may be used.
   *
   * @param models names of the catalogue; empty for any
   * @param tools names of tools, in requests and in calls of the model; empty for any
   */
  record AllowList(String name, Optional<List<String>> models, Optional<Set<String>> tools)
      implements Guardrail {

    @Override
    public Set<CallSide> on() {
      return tools.isPresent()
          ? Set.of(CallSide.REQUEST, CallSide.ANSWER)
          : Set.of(CallSide.REQUEST);
    }
  }

  /** A guardrail that asks for a verdict about whole texts. */
  sealed interface OfVerdict extends Guardrail {

    /** The time that the verdict may take. */
    Duration deadline();

    /** Whether a call goes on when there is no verdict. */
    boolean failOpen();
  }

  /** A verdict by HTTP. */
  record Webhook(String name, Set<CallSide> on, URI url, Duration deadline, boolean failOpen)
      implements OfVerdict {}

  /**
   * A verdict by a model, asked through the chain.
   *
   * @param model a name of the catalogue
   * @param policy what is not allowed, in words for the model
   */
  record Moderation(
      String name,
      Set<CallSide> on,
      String model,
      String policy,
      Duration deadline,
      boolean failOpen)
      implements OfVerdict {}
}
