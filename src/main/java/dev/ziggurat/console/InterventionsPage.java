package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.games.GameWorldResource;
import dev.ziggurat.games.interventions.InterventionsResource;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.tick.Intervention;
import dev.ziggurat.tick.TickArchive.GameView;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** What was done to a game by hand, and forms for what its world allows to be done. */
@Path("/console/interventions")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class InterventionsPage {

  private static final LimitParam SHOWN = new LimitParam(50);

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance interventions(
        PageLayout frame, List<Form> forms, Page<Line> lines, boolean first);
  }

  /** A form for one type of intervention. */
  public record Form(String type, String title, List<SchemaField> fields) {}

  /** An intervention, and what it was asked to do. */
  public record Line(Intervention intervention, ActionLine action) {}

  private final PageLayouts frames;
  private final GameWorldResource worlds;
  private final InterventionsResource interventions;

  InterventionsPage(
      PageLayouts frames, GameWorldResource worlds, InterventionsResource interventions) {
    this.frames = frames;
    this.worlds = worlds;
    this.interventions = interventions;
  }

  /** The newest, or from the cursor on. */
  @GET
  public TemplateInstance list(
      @RestQuery Optional<String> game, @RestQuery Optional<String> cursor) {
    var frame = frames.of("Interventions", game).alive();
    return Templates.interventions(
        frame,
        frame.game().map(this::forms).orElseGet(List::of),
        frame
            .game()
            .map(shown -> lines(shown.id(), cursor))
            .orElseGet(() -> new Page<>(List.of(), Optional.empty())),
        cursor.isEmpty());
  }

  private List<Form> forms(GameView game) {
    return worlds.get(game.id()).interventions().stream()
        .map(each -> new Form(each.type(), each.title(), SchemaField.of(each.arguments())))
        .toList();
  }

  private Page<Line> lines(String game, Optional<String> cursor) {
    var page = interventions.list(game, SHOWN, cursor);
    return new Page<>(
        page.items().stream().map(each -> new Line(each, ActionLine.of(each.action()))).toList(),
        page.next());
  }
}
