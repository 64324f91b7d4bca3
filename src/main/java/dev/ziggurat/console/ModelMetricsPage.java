package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.usage.ModelMetricsReport;
import dev.ziggurat.usage.ModelMetricsResource;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** Models compared. */
@Path("/console/usage/models")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class ModelMetricsPage {

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance modelMetrics(
        PageLayout frame, ModelMetricsChoice choice, ModelMetricsReport report, String problem);
  }

  private final PageLayouts frames;
  private final ModelMetricsResource metrics;
  private final InstantSource time;

  ModelMetricsPage(PageLayouts frames, ModelMetricsResource metrics, InstantSource time) {
    this.frames = frames;
    this.metrics = metrics;
    this.time = time;
  }

  /** Renders the table; the parameters are those of the REST API. */
  @GET
  public TemplateInstance get(
      @RestQuery Optional<String> by,
      @RestQuery Optional<String> sort,
      @RestQuery Optional<String> range,
      @RestQuery Optional<String> from,
      @RestQuery Optional<String> to,
      @RestQuery Optional<String> game) {
    var chosen = game.filter(id -> !id.isEmpty());
    var way = by.filter(text -> !text.isEmpty()).orElse(ModelMetricsChoice.USUAL_BY);
    var order = sort.filter(text -> !text.isEmpty()).orElse(ModelMetricsChoice.USUAL_SORT);
    try {
      return page(new ModelMetricsChoice(way, order, TimeRange.of(range, from, to), chosen), "");
    } catch (BadRequestException invalid) {
      return page(
          new ModelMetricsChoice(
              ModelMetricsChoice.USUAL_BY, ModelMetricsChoice.USUAL_SORT, TimeRange.USUAL, chosen),
          invalid.getMessage());
    }
  }

  private TemplateInstance page(ModelMetricsChoice choice, String problem) {
    var range = choice.range();
    var report =
        metrics.get(
            range.start(time.instant()),
            range.end(),
            choice.game(),
            Optional.of(choice.by()),
            Optional.of(choice.sort()));
    return Templates.modelMetrics(
        frames.of("Models compared", choice.game()), choice, report, problem);
  }
}
