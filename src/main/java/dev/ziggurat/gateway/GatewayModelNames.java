package dev.ziggurat.gateway;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.NearMatches;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.Operation;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Resolves model names of the gateway. */
@Singleton
class GatewayModelNames {

  /** The admin's choice. */
  static final String AUTO = "auto";

  private final Catalogue catalogue;
  private final NearMatches nearMatches;
  private final GatewayConfig config;

  GatewayModelNames(Catalogue catalogue, NearMatches nearMatches, GatewayConfig config) {
    this.catalogue = catalogue;
    this.nearMatches = nearMatches;
    this.config = config;
  }

  /** The name that a request means: the one it has, or {@code auto}. */
  String name(GatewayRequest request) {
    return switch (request.operation()) {
      case CHAT -> request.model().orElse(AUTO);
      case EMBEDDINGS ->
          request.model().filter(name -> !name.equals(AUTO)).orElse(config.embeddingModel());
    };
  }

  /**
   * The providers to try and their models: first ones for chat, all for embeddings. Empty for the
   * admin's choice of a model that chats.
   *
   * @throws GatewayRefusal when no provider serves it, or none serves what the request asks for
   */
  List<Offer> resolve(GatewayRequest request) {
    var name = name(request);
    return switch (request.operation()) {
      case CHAT -> chatting(name, resolve(name));
      case EMBEDDINGS -> embedding(name, known(name));
    };
  }

  /**
   * The providers that serve a model, whatever it can do; empty for {@code auto}.
   *
   * @throws GatewayRefusal when no provider serves it
   */
  List<Offer> resolve(String name) {
    return name.equals(AUTO) ? List.of() : known(name);
  }

  private static List<Offer> chatting(String name, List<Offer> offers) {
    var chatting = serving(Operation.CHAT, offers);
    if (chatting.isEmpty() && !offers.isEmpty()) {
      throw GatewayRefusal.invalid(
          "model",
          "The model `%s` returns embeddings and does not chat: ask it by POST /v1/embeddings, or name another model."
              .formatted(name));
    }
    return chatting;
  }

  /**
   * A successor has other vectors than the model that was shut down, so it is never used instead.
   */
  private static List<Offer> embedding(String name, List<Offer> offers) {
    var embedding = serving(Operation.EMBEDDINGS, offers);
    if (embedding.isEmpty()) {
      throw GatewayRefusal.invalid(
          "model",
          "The model `%s` has no embeddings: GET /v1/models lists those that have the capability embeddings; auto uses the default one."
              .formatted(name));
    }
    var same = embedding.stream().filter(offer -> offer.warning().isEmpty()).toList();
    if (same.isEmpty()) {
      throw GatewayRefusal.noModel(
          "The model `%s` was shut down. Vectors of `%s`, its successor, cannot be compared with its: name that one, and embed again what you have stored."
              .formatted(name, embedding.getFirst().model().id()));
    }
    return same;
  }

  private static List<Offer> serving(Operation operation, List<Offer> offers) {
    var serving = new ArrayList<Offer>(offers.size());
    for (var offer : offers) {
      if (operation.isServedBy(offer.model())) {
        serving.add(offer);
      }
    }
    return serving;
  }

  private List<Offer> known(String name) {
    return catalogue
        .resolve(name)
        .map(resolution -> resolution.offers())
        .orElseThrow(() -> GatewayRefusal.noModel(missing(name)));
  }

  private String missing(String name) {
    var near = nearMatches.of(name);
    return "The model `%s` is unknown%s. GET /v1/models lists all models; auto uses the admin's choice."
        .formatted(
            name.length() > 100 ? name.substring(0, 100) + "…" : name,
            near.isEmpty() ? "" : "; did you mean " + String.join(", ", near));
  }
}
