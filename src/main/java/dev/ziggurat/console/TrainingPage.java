package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.training.TrainingConfig;
import dev.ziggurat.training.TrainingJob;
import dev.ziggurat.training.TrainingJobsResource;
import dev.ziggurat.training.trajectories.TrajectoryFormat;
import dev.ziggurat.training.wandb.WandbAccess;
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
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Exports turns for training, starts training jobs, and puts their models to use. */
@Path("/console/training")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class TrainingPage {

  private static final LimitParam SHOWN = new LimitParam(50);

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance training(
        PageLayout frame,
        TrainingAccess access,
        List<String> formats,
        Page<TrainingJob> jobs,
        boolean older);

    static native TemplateInstance trainingJob(
        PageLayout frame, TrainingJob.Detail detail, boolean listed);
  }

  /**
   * Whether and where models can be trained.
   *
   * @param unusable why not; empty if they can
   * @param project the usual one, as {@code team/project}; empty if none is set
   */
  public record TrainingAccess(
      Optional<String> unusable,
      Optional<String> project,
      boolean simulated,
      List<String> baseModels) {}

  private final PageLayouts frames;
  private final TrainingJobsResource jobs;
  private final WandbAccess wandb;
  private final TrainingConfig config;
  private final Catalogue catalogue;

  TrainingPage(
      PageLayouts frames,
      TrainingJobsResource jobs,
      WandbAccess wandb,
      TrainingConfig config,
      Catalogue catalogue) {
    this.frames = frames;
    this.jobs = jobs;
    this.wandb = wandb;
    this.config = config;
    this.catalogue = catalogue;
  }

  /** Renders the export and the jobs, the newest first. */
  @GET
  public TemplateInstance list(
      @RestQuery Optional<String> game, @RestQuery Optional<String> cursor) {
    return Templates.training(
        frames.of("Training", game),
        new TrainingAccess(
            wandb.unusableReason(), wandb.project(), wandb.isSimulated(), config.baseModels()),
        TrajectoryFormat.ids(),
        jobs.list(SHOWN, cursor),
        cursor.isPresent());
  }

  /** Renders a job with its news. */
  @GET
  @Path("/{id}")
  public TemplateInstance job(@RestPath String id) {
    var detail = jobs.get(id);
    var listed =
        detail.job().checkpoint().flatMap(model -> catalogue.listing(Provider.WANDB, model));
    return Templates.trainingJob(
        frames.of("Training " + detail.job().name()), detail, listed.isPresent());
  }
}
