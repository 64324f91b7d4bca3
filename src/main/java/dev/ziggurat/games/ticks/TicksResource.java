package dev.ziggurat.games.ticks;

import dev.ziggurat.access.Roles;
import dev.ziggurat.games.HandleParam;
import dev.ziggurat.games.PathLookup;
import dev.ziggurat.games.TurnStateParam;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.http.QueryFilter;
import dev.ziggurat.tick.TickArchive;
import dev.ziggurat.tick.TickArchive.TurnView;
import dev.ziggurat.tick.TickFilter;
import dev.ziggurat.tick.TickReport;
import dev.ziggurat.tick.TurnFilter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The reports and turns of a game's ticks. */
@Path("/api/games/{game}/ticks")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Tag(name = "Ticks")
public class TicksResource {

  private static final String OLDEST_FIRST = "tick";
  private static final String NEWEST_FIRST = "-tick";

  /** The cursor before the first turn. */
  private static final int FIRST = -1;

  private final PathLookup existing;
  private final TickArchive archive;

  TicksResource(PathLookup existing, TickArchive archive) {
    this.existing = existing;
    this.archive = archive;
  }

  /** A page of reports. */
  @GET
  @Operation(
      operationId = "listTicks",
      summary = "The reports of a game's ticks, newest first unless sorted otherwise")
  public Page<TickReport> list(
      @RestPath String game,
      @Parameter(
              description = "Only ticks with this outcome; running until their end",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {"completed", "partial", "failed", "running"}))
          @QueryParam("outcome")
          Optional<String> outcome,
      @Parameter(
              description = "The first number, inclusive",
              schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "0"))
          @QueryParam("fromTick")
          Optional<String> fromTick,
      @Parameter(
              description = "The last number, inclusive",
              schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "0"))
          @QueryParam("toTick")
          Optional<String> toTick,
      @Parameter(
              description = "The first slot, inclusive",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @QueryParam("from")
          Optional<String> from,
      @Parameter(
              description = "The last slot, exclusive",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @QueryParam("to")
          Optional<String> to,
      @Parameter(
              description = "-tick lists the newest first, tick the oldest",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {NEWEST_FIRST, OLDEST_FIRST},
                      defaultValue = NEWEST_FIRST))
          @QueryParam("sort")
          Optional<String> sort,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    existing.game(game);
    var filter =
        new TickFilter(
            QueryFilter.word("outcome", outcome, TickFilter.OUTCOMES),
            QueryFilter.number("fromTick", fromTick),
            QueryFilter.number("toTick", toTick),
            QueryFilter.time("from", from),
            QueryFilter.time("to", to),
            QueryFilter.word("sort", sort, List.of(NEWEST_FIRST, OLDEST_FIRST))
                .filter(OLDEST_FIRST::equals)
                .isPresent());
    return Page.continued(
        cursor,
        last -> archive.ticks(game, filter, last.map(Long::parseLong), limit.andOne()),
        limit,
        report -> report.tick().toString());
  }

  /** One report. */
  @GET
  @Path("/{number}")
  @Operation(operationId = "getTick", summary = "The report of one tick")
  public TickReport get(@RestPath String game, @RestPath long number) {
    existing.game(game);
    return archive
        .tick(game, number)
        .orElseThrow(
            () -> new NotFoundException("number: game " + game + " has no tick " + number));
  }

  /** A page of turns. */
  @GET
  @Path("/{number}/turns")
  @Operation(
      operationId = "listTurns",
      summary = "The turns of a tick in the order of application: decision, refusals, path")
  public Page<TurnView> turns(
      @RestPath String game,
      @RestPath long number,
      @BeanParam TurnStateParam state,
      @BeanParam HandleParam handle,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    get(game, number);
    var filter = new TurnFilter(state.value(), handle.value());
    return Page.continued(
        cursor,
        from ->
            archive.turns(
                game, number, filter, from.map(Integer::parseInt).orElse(FIRST), limit.andOne()),
        limit,
        turn -> Integer.toString(turn.position()));
  }
}
