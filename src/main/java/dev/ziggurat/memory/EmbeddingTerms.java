package dev.ziggurat.memory;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.settings.SettingsView;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Under which terms texts of a game are embedded.
 *
 * @param tick that it is done for
 * @param model the name of the model, as the game has it
 * @param allowed the models that the game's guardrails allow
 * @param refusal why no text may be sent; empty if texts may
 * @param checked a text as it may be sent; empty if it may not
 * @param spending the budgets of the game that bind these calls
 */
public record EmbeddingTerms(
    String game,
    long tick,
    String model,
    SettingsView settings,
    Predicate<Offer> allowed,
    Optional<String> refusal,
    Function<String, Optional<String>> checked,
    SpendLimit spending) {}
