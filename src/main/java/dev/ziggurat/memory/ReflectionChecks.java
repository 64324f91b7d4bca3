package dev.ziggurat.memory;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.settings.SettingsView;
import java.util.List;
import java.util.function.Predicate;

/** What a game checks of the prompts and answers of its agents: its guardrails. */
public interface ReflectionChecks {

  /** The models that may be asked. */
  Predicate<Offer> allowed();

  /** The checks of one call. */
  OfCall of(Caller caller, SettingsView settings);

  /** The checks of one call. Each may throw {@link dev.ziggurat.guardrails.GuardrailRefused}. */
  interface OfCall {

    /** The agent's part of the prompt as it may be sent. */
    String prompt(String rules, String own);

    /** An answer as it may be used, before verdicts about it. */
    Completion answer(Completion completion);

    /** Asks for verdicts about an answer; blocks. */
    void judge(Completion completion);

    /** The attempts with what the checks did, and those that they took. */
    List<Attempt> recorded(List<Attempt> attempts);
  }
}
