package dev.ziggurat.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.audit.Audit;
import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.chain.ModelChoice;
import dev.ziggurat.chain.Probe;
import dev.ziggurat.db.Database;
import dev.ziggurat.http.Body;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Ledger;
import dev.ziggurat.llm.ChatMessage;
import dev.ziggurat.llm.ChatProviders;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Operation;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.UpstreamModel;
import dev.ziggurat.settings.Settings;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** Sends one test request to a provider for an admin, and records its cost in the ledger. */
@Singleton
class ModelProbe {

  private static final int MAX_PROMPT = 4_000;
  private static final String PROMPT = "Say in one short sentence that you are ready.";

  private final Probe probe;
  private final ModelChoice choice;
  private final Catalogue catalogue;
  private final Settings settings;
  private final Ledger ledger;
  private final Database database;
  private final Audit audit;
  private final ModelsConfig.Test config;
  private final ChatProviders providers;

  ModelProbe(
      Probe probe,
      ModelChoice choice,
      Catalogue catalogue,
      Settings settings,
      Ledger ledger,
      Database database,
      Audit audit,
      ModelsConfig config,
      ChatProviders providers) {
    this.probe = probe;
    this.choice = choice;
    this.catalogue = catalogue;
    this.settings = settings;
    this.ledger = ledger;
    this.database = database;
    this.audit = audit;
    this.config = config.test();
    this.providers = providers;
  }

  /**
   * Reads {@code {provider, model?, prompt?}} and sends the request.
   *
   * @throws dev.ziggurat.http.InvalidField naming the invalid field
   */
  ProbeAnswer ask(JsonNode json) {
    var body = Body.of(json, List.of("provider", "model", "prompt"));
    var provider = body.oneOf("provider", settings.providers().ids()).map(Provider::new).required();
    var prompt = body.text("prompt", MAX_PROMPT).orElse(PROMPT);
    var offer =
        ServedModelCheck.in(body, "model")
            .value()
            .map(name -> offer(provider, name))
            .or(() -> choice.of(provider, settings.current()))
            .orElseThrow(() -> body.wrong("model", "is required: none is chosen for " + provider));
    if (!Operation.CHAT.isServedBy(offer.model())) {
      throw body.wrong("model", "returns embeddings: only models that chat can be tested");
    }
    return ask(offer, prompt);
  }

  /** Unknown names are allowed, so that an admin can test a model before registering it. */
  private Offer offer(Provider provider, String name) {
    return catalogue
        .offer(provider, List.of(name))
        .orElseGet(
            () -> new Offer(provider, new UpstreamModel(name, 0, 0, Set.of()), Optional.empty()));
  }

  private ProbeAnswer ask(Offer offer, String prompt) {
    var caller =
        new Caller(
            UUID.randomUUID(), "test", Optional.empty(), OptionalLong.empty(), Optional.empty());
    var request = ChatRequest.of(List.of(ChatMessage.user(prompt)), config.outputTokens());
    var result = probe.ask(offer, request, caller, config.limit());
    result
        .attempt()
        .ifPresent(
            attempt ->
                database.inTransaction(
                    () -> {
                      ledger.record(List.of(attempt));
                      audit.record(
                          "ai-models.test",
                          "ai-models/" + offer.provider().id(),
                          Map.of("model", offer.model().id(), "outcome", attempt.outcome().name()));
                      return null;
                    }));
    var definition = settings.providers().get(offer.provider());
    return ProbeAnswer.of(offer, result, definition, providers.of(definition).simulated());
  }
}
