package dev.ziggurat.usage;

import dev.ziggurat.access.Roles;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.ledger.CallFilter;
import dev.ziggurat.ledger.CallFilter.Result;
import dev.ziggurat.ledger.CallLog;
import dev.ziggurat.ledger.CallView;
import dev.ziggurat.llm.OutcomeClass;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The calls through the chain, of ticks and of other programs. */
@Path("/api/admin/calls")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Tag(name = "Usage")
public class CallsResource {

  private final CallLog calls;

  CallsResource(CallLog calls) {
    this.calls = calls;
  }

  /** A page of calls. */
  @GET
  @Operation(
      operationId = "listCalls",
      summary = "The calls through the chain, newest first, with the path of each",
      description =
          """
          Calls of ticks and of the gateway, also those answered from the cache, and those for which every provider was SKIPPED.
          One request looks through
          at most 10,000 calls: with filters that rarely match, a page can have fewer calls than `limit`, or none, and a
          `next` nevertheless. With provider, model and outcome a call matches if one of its attempts matches all of them.
          """)
  public Page<CallView> list(
      @Parameter(description = "The call's id: X-Request-Id of a gateway answer") @QueryParam("id")
          Optional<String> id,
      @Parameter(description = "Only calls of the gateway key with this id") @QueryParam("key")
          Optional<String> key,
      @Parameter(description = "Only calls that asked this provider, such as wandb")
          @QueryParam("provider")
          Optional<String> provider,
      @Parameter(description = "Only calls that asked for this model, or were answered by it")
          @QueryParam("model")
          Optional<String> model,
      @Parameter(
              description =
                  "answered, failed or failover for the call; or the outcome of an attempt, such as"
                      + " OK, RATE or TIMEOUT")
          @QueryParam("outcome")
          Optional<String> outcome,
      @Parameter(description = "Only calls of this game") @QueryParam("game") Optional<String> game,
      @Parameter(description = "Only calls of the tick with this number of `game`")
          @QueryParam("tick")
          Optional<String> tick,
      @Parameter(description = "Only calls of the agent with this handle in `game`")
          @QueryParam("agent")
          Optional<String> agent,
      @Parameter(
              description = "Start, inclusive",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @QueryParam("from")
          Optional<String> from,
      @Parameter(
              description = "End, exclusive",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @QueryParam("to")
          Optional<String> to,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    if (game.isEmpty()) {
      needsGame("tick", tick);
      needsGame("agent", agent);
    }
    var result = outcome.flatMap(CallsResource::result);
    var filter =
        new CallFilter(
            id.map(text -> QueryValue.id("id", text)),
            key.map(text -> QueryValue.id("key", text)),
            provider.map(text -> QueryValue.name("provider", text)),
            model.map(text -> QueryValue.name("model", text)),
            result.isPresent() ? Optional.empty() : outcome.map(CallsResource::ofAttempt),
            result,
            game.map(text -> QueryValue.name("game", text)),
            tick.map(text -> QueryValue.number("tick", text)),
            agent.map(text -> QueryValue.name("agent", text)),
            from.map(text -> QueryValue.time("from", text)),
            to.map(text -> QueryValue.time("to", text)));
    checkOrder(filter.from(), filter.to());
    return Page.searched(cursor, place -> calls.page(filter, place, limit.items()));
  }

  /** One call. */
  @GET
  @Path("/{id}")
  @Operation(operationId = "getCall", summary = "One call with its attempts and skips")
  public CallView get(@RestPath String id) {
    return calls
        .call(QueryValue.id("id", id))
        .orElseThrow(
            () ->
                new NotFoundException(
                    "id: no call has the id %s; a request that was refused before it came to a provider is not in the ledger"
                        .formatted(id)));
  }

  private static void needsGame(String parameter, Optional<String> value) {
    if (value.isPresent()) {
      throw new BadRequestException(parameter + ": needs the parameter `game`");
    }
  }

  private static void checkOrder(Optional<Instant> from, Optional<Instant> to) {
    if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
      throw new BadRequestException("from: must not be after `to`");
    }
  }

  private static Optional<Result> result(String text) {
    return Stream.of(Result.values()).filter(each -> id(each).equals(text)).findFirst();
  }

  private static String id(Result result) {
    return result.name().toLowerCase(Locale.ROOT);
  }

  private static String ofAttempt(String text) {
    return Stream.of(OutcomeClass.values())
        .map(OutcomeClass::name)
        .filter(text::equals)
        .findFirst()
        .orElseThrow(
            () ->
                new BadRequestException(
                    "outcome: must be one of "
                        + Stream.concat(
                                Stream.of(Result.values()).map(CallsResource::id),
                                Stream.of(OutcomeClass.values()).map(OutcomeClass::name))
                            .collect(Collectors.joining(", "))));
  }
}
