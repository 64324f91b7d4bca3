package dev.ziggurat.httpworld;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Pages that worlds show of games. */
@Singleton
public class WorldViews {

  private final HttpWorldStore store;
  private final WorldClient client;
  private final HttpWorldConfig config;

  WorldViews(HttpWorldStore store, WorldClient client, HttpWorldConfig config) {
    this.store = store;
    this.client = client;
    this.config = config;
  }

  /** The pages that the world of a game shows; none for games of other worlds. */
  public List<Manifest.View> of(String game) {
    return store.find(game).map(row -> row.manifest().views()).orElseGet(List::of);
  }

  /**
   * Asks for a page.
   *
   * @return empty if there is none of this name
   * @throws dev.ziggurat.world.WorldUnavailable if the world does not show it
   */
  public Optional<ShownView> show(String game, String name) {
    return store
        .find(game)
        .flatMap(
            row ->
                row.manifest().views().stream()
                    .filter(view -> view.name().equals(name))
                    .findFirst()
                    .map(view -> show(row, view)));
  }

  private ShownView show(HttpWorldRow row, Manifest.View view) {
    return client.ask(
        new WorldRequest<>(
            row.game(),
            Optional.empty(),
            row.address(),
            "view",
            Optional.of(
                JsonNodeFactory.instance
                    .objectNode()
                    .put("instance", row.instance())
                    .put("view", view.name())),
            false,
            config.manifestTimeout(),
            (answer, cuts) -> ShownView.of(view, answer, cuts)));
  }
}
