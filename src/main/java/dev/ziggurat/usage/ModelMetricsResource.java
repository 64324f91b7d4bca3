package dev.ziggurat.usage;

import dev.ziggurat.access.Roles;
import dev.ziggurat.http.QueryFilter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Compares models. */
@Path("/api/admin/model-metrics")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Tag(name = "Usage")
public class ModelMetricsResource {

  private static final Duration USUAL = Duration.ofHours(24);
  private static final Duration LONGEST = Duration.ofDays(31);
  private static final String ASKED = "asked";
  private static final String ANSWERED = "answered";

  private final ModelMetrics metrics;
  private final InstantSource time;

  ModelMetricsResource(ModelMetrics metrics, InstantSource time) {
    this.metrics = metrics;
    this.time = time;
  }

  /** Models compared, as JSON; as CSV or JSON Lines if the client accepts only that. */
  @GET
  @Produces({
    MediaType.APPLICATION_JSON,
    UsageSheet.CSV,
    ModelMetricsSheet.NDJSON,
    ModelMetricsSheet.JSONL
  })
  @Operation(
      operationId = "getModelMetrics",
      summary = "Models compared: attempts, latencies, tokens, cost, refused actions and profit",
      description =
          """
          One row for each provider and model, of all attempts that began in a span of at most 31 days. Percentiles are exact. With more
          than 200,000 attempts in the span the latest are read: then narrowed is true, and from is the actual start. Parse failures are
          answers that could not be used; refused actions are those that the rules of a game refused. Profit is the change of the scores
          of agents from one turn to the next, summed up over the turns that the model decided, and pointsPerUsd what that is for a dollar
          of the cost of these turns: null if they cost nothing, or if the price of one of their attempts is unknown. Simulated providers
          have the prices of real ones; simulated says so. Points of different games cannot be added: with several games that keep a score
          mixedGames is true, and there is no profit. With Accept: text/csv or application/x-ndjson (or application/jsonl) the rows are
          returned as CSV (RFC 4180) or JSON Lines.
          """)
  public ModelMetricsReport get(
      @Parameter(description = "RFC 3339; default: a day before `to`") @QueryParam("from")
          Optional<String> from,
      @Parameter(description = "RFC 3339; default: now") @QueryParam("to") Optional<String> to,
      @Parameter(description = "Only the attempts of this game") @QueryParam("game")
          Optional<String> game,
      @Parameter(
              description =
                  "asked (default): by the model that was asked for; answered: by the one that the"
                      + " answer names")
          @QueryParam("by")
          Optional<String> by,
      @Parameter(
              description =
                  "model, attempts, successes, parseFailures, refusedActions, p50, p95, p99,"
                      + " firstToken, tokensPerTurn, cost, costPerTurn, profit or profitPerUsd;"
                      + " with a minus the greatest first; default: -cost")
          @QueryParam("sort")
          Optional<String> sort) {
    var end =
        QueryFilter.text("to", to)
            .map(text -> QueryValue.time("to", text))
            .orElseGet(time::instant);
    var begin =
        QueryFilter.text("from", from)
            .map(text -> QueryValue.time("from", text))
            .orElseGet(() -> end.minus(USUAL));
    if (begin.isAfter(end)) {
      throw new BadRequestException("from: must not be after `to`");
    }
    if (Duration.between(begin, end).compareTo(LONGEST) > 0) {
      throw new BadRequestException("from: at most " + LONGEST.toDays() + " days before `to`");
    }
    return metrics.report(
        new ModelMetrics.Query(
            begin,
            end,
            QueryFilter.text("game", game).map(text -> QueryValue.name("game", text)),
            QueryFilter.word("by", by, List.of(ASKED, ANSWERED))
                .filter(ANSWERED::equals)
                .isPresent()),
        ModelMetricsSort.of(sort));
  }
}
