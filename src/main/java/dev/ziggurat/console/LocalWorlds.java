package dev.ziggurat.console;

import dev.ziggurat.games.WorldsResource.WorldView;
import dev.ziggurat.httpworld.HttpWorld;
import io.quarkus.qute.TemplateExtension;
import java.util.List;

/** The worlds of this process, as {@code {worlds.local}} in templates. */
final class LocalWorlds {

  private LocalWorlds() {}

  @TemplateExtension(matchName = "local")
  static List<WorldView> local(List<WorldView> worlds) {
    return worlds.stream().filter(world -> !world.kind().equals(HttpWorld.KIND)).toList();
  }
}
