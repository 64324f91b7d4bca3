package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.games.experiments.ExperimentView;
import dev.ziggurat.games.experiments.ExperimentsResource;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
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

/** Lists, creates, starts and stops the experiments of a game, with their results. */
@Path("/console/experiments")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class ExperimentsPage {

  private static final LimitParam SHOWN = new LimitParam(10);
  private static final LimitParam LOOKS = new LimitParam(20);

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance experiments(
        PageLayout frame,
        Page<ExperimentCard> cards,
        boolean first,
        List<ExperimentCard.ArmField> arms,
        List<String> models);
  }

  private final PageLayouts frames;
  private final ExperimentsResource experiments;
  private final KnownModels models;

  ExperimentsPage(PageLayouts frames, ExperimentsResource experiments, KnownModels models) {
    this.frames = frames;
    this.experiments = experiments;
    this.models = models;
  }

  /** The first by name, or from the cursor on. */
  @GET
  public TemplateInstance list(
      @RestQuery Optional<String> game, @RestQuery Optional<String> cursor) {
    var frame = frames.of("Experiments", game).alive();
    return Templates.experiments(
        frame,
        frame
            .game()
            .map(GameView::id)
            .map(id -> cards(id, cursor))
            .orElseGet(() -> new Page<>(List.of(), Optional.empty())),
        cursor.isEmpty(),
        ExperimentCard.ArmField.ofNew(),
        frame.visitor().admin() ? models.names() : List.of());
  }

  private Page<ExperimentCard> cards(String game, Optional<String> cursor) {
    var page = experiments.list(game, SHOWN, cursor);
    return new Page<>(page.items().stream().map(each -> card(game, each)).toList(), page.next());
  }

  private ExperimentCard card(String game, ExperimentView experiment) {
    return new ExperimentCard(
        experiment,
        experiment.last().isEmpty()
            ? List.of()
            : experiments.looks(game, experiment.name(), LOOKS, Optional.empty()).items());
  }
}
