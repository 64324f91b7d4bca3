package dev.ziggurat.games.ticks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.access.Roles;
import dev.ziggurat.audit.Audit;
import dev.ziggurat.http.Body;
import dev.ziggurat.tick.Games;
import dev.ziggurat.tick.NoSuchGame;
import dev.ziggurat.tick.TurnTrial;
import dev.ziggurat.tick.TurnTrials;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Asks another model what a turn asked, without applying the answer. */
@Path("/api/games/{game}/ticks/{number}/turns/{handle}/trials")
@RunOnVirtualThread
@Tag(name = "Ticks")
public class TurnTrialsResource {

  private static final String MODEL = "model";
  private static final int MAX_NAME = 200;

  private final TurnResource turns;
  private final Games games;
  private final TurnTrials trials;
  private final Audit audit;

  TurnTrialsResource(TurnResource turns, Games games, TurnTrials trials, Audit audit) {
    this.turns = turns;
    this.games = games;
    this.trials = trials;
    this.audit = audit;
  }

  /** The body of {@code POST}, for OpenAPI. */
  @Schema(name = "NewTurnTrial")
  public record NewTrial(
      @Schema(
              required = true,
              maxLength = MAX_NAME,
              examples = "groq/openai/gpt-oss-20b",
              description = "A model of the catalogue; a provider may stand before it")
          String model) {}

  /** Asks a model. */
  @POST
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "tryTurn",
      summary = "Asks another model what a turn asked; the answer is not applied",
      description =
          """
          The prompt is the one that was sent, as long as its texts are kept. One provider is asked, without fallback. Nothing is written
          but the attempts in the ledger (source admin), the tags of which name game, tick and agent, and an entry in the audit log.
          """)
  @APIResponse(
      responseCode = "200",
      description = "The answer, usable or not",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = TurnTrial.class)))
  @APIResponse(responseCode = "409", description = "The texts of the turn are not kept any more")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = NewTrial.class)))
  public TurnTrial ask(
      @RestPath String game, @RestPath long number, @RestPath String handle, JsonNode trial) {
    var model = Body.of(trial, List.of(MODEL)).line(MODEL, MAX_NAME).required();
    var turn = turns.get(game, number, handle);
    if (turn.sharedBriefing().isEmpty() || turn.briefing().isEmpty()) {
      throw HttpProblem.valueOf(
          Response.Status.CONFLICT,
          "the texts of this turn are not kept: no model was asked, or they were deleted after keepTextsDays of the game or ziggurat.tick.keep-texts");
    }
    var answer =
        trials.ask(
            games.find(game).orElseThrow(() -> new NoSuchGame(game)),
            turn,
            turn.sharedBriefing().get(),
            turn.briefing().get(),
            model);
    audit.record(
        "turns.try",
        "games/%s/ticks/%d/turns/%s".formatted(game, number, handle),
        Map.of("model", model, "outcome", answer.outcome(), "call", answer.callId().toString()));
    return answer;
  }
}
