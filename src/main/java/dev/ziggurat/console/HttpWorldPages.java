package dev.ziggurat.console;

import dev.ziggurat.games.GameWorldResource;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.httpworld.HttpWorld;
import dev.ziggurat.httpworld.WorldCall;
import dev.ziggurat.httpworld.WorldEvent;
import dev.ziggurat.tick.TickArchive.GameView;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Adds the events of a world at an address, and the calls to it outside ticks, to the overview, and
 * its pages to the navigation.
 */
@Singleton
class HttpWorldPages implements WorldPages {

  private static final LimitParam EVENTS = new LimitParam(20);
  private static final LimitParam CALLS = new LimitParam(10);

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance worldEvents(List<WorldEvent> events);

    static native TemplateInstance worldCalls(List<WorldCall> calls);
  }

  private final GameWorldResource worlds;

  HttpWorldPages(GameWorldResource worlds) {
    this.worlds = worlds;
  }

  @Override
  public String world() {
    return HttpWorld.KIND;
  }

  @Override
  public List<NavItem> navigation(GameView game) {
    var world = worlds.get(game.id());
    var items = new ArrayList<NavItem>();
    if (!world.views().isEmpty()) {
      items.add(new NavItem("Views", "/console/views", true));
    }
    if (!world.interventions().isEmpty()) {
      items.add(NavItems.INTERVENTIONS);
    }
    return items;
  }

  @Override
  public OverviewParts overview(GameView game) {
    var events = worlds.events(game.id(), Optional.empty(), EVENTS, Optional.empty()).items();
    var calls = worlds.calls(game.id(), CALLS, Optional.empty()).items();
    var parts = new ArrayList<PagePart>();
    parts.add(PagePart.of("events", Templates.worldEvents(events)));
    if (!calls.isEmpty()) {
      parts.add(PagePart.of("world-calls", Templates.worldCalls(calls)));
    }
    return new OverviewParts(parts, List.of());
  }
}
