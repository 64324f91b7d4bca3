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
  Set<Side> on();

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
    public Set<Side> on() {
      var limitsRequest = requestCharacters.isPresent() || requestTokens.isPresent();
      var limitsAnswer = answerCharacters.isPresent() || answerTokens.isPresent();
      if (limitsRequest && limitsAnswer) {
        return Set.of(Side.REQUEST, Side.ANSWER);
      }
      return Set.of(limitsRequest ? Side.REQUEST : Side.ANSWER);
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
  record PatternMatch(String name, Set<Side> on, Pattern pattern, Action action, String replacement)
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
  record SensitiveData(String name, Set<Side> on, Map<DataKind, Action> actions)
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
    public Set<Side> on() {
      return tools.isPresent() ? Set.of(Side.REQUEST, Side.ANSWER) : Set.of(Side.REQUEST);
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
  record Webhook(String name, Set<Side> on, URI url, Duration deadline, boolean failOpen)
      implements OfVerdict {}

  /**
   * A verdict by a model, asked through the chain.
   *
   * @param model a name of the catalogue
   * @param policy what is not allowed, in words for the model
   */
  record Moderation(
      String name, Set<Side> on, String model, String policy, Duration deadline, boolean failOpen)
      implements OfVerdict {}
}
