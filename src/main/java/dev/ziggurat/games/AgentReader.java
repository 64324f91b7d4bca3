package dev.ziggurat.games;

import dev.ziggurat.http.Body;
import dev.ziggurat.tick.ExternalAgents;
import jakarta.inject.Singleton;

/** Reads agents of requests, and checks what the fields alone do not tell. */
@Singleton
class AgentReader {

  private final OwnModelCheck models;
  private final ExternalAgents externalAgents;

  AgentReader(OwnModelCheck models, ExternalAgents externalAgents) {
    this.models = models;
    this.externalAgents = externalAgents;
  }

  /**
   * Reads the fields of an agent.
   *
   * @param force whether it may have a model that is not in the catalogue
   * @throws dev.ziggurat.http.InvalidField naming the first invalid field, also an address that
   *     would not be called
   */
  AgentFields read(Body body, boolean force) {
    var fields = AgentFields.read(body);
    models.check(fields.model(), force);
    fields
        .url()
        .value()
        .flatMap(externalAgents::urlFault)
        .ifPresent(
            fault -> {
              throw fields.url().wrong(fault);
            });
    return fields;
  }
}
