package dev.ziggurat.usage;

import dev.ziggurat.access.Roles;
import dev.ziggurat.ledger.BudgetBalance;
import dev.ziggurat.ledger.BudgetBalances;
import dev.ziggurat.ledger.Usage;
import dev.ziggurat.ledger.UsageBy;
import dev.ziggurat.ledger.UsageQuery;
import dev.ziggurat.ledger.UsageReport;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.tick.GameBudgets;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Reports usage and cost. */
@Path("/api/admin/usage")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Tag(name = "Usage")
public class UsageResource {

  private static final Duration USUAL = Duration.ofHours(24);
  private static final Duration LONGEST = Duration.ofDays(366);

  private final Usage usage;
  private final Settings settings;
  private final BudgetBalances balances;
  private final GameBudgets gameBudgets;
  private final InstantSource time;

  UsageResource(
      Usage usage,
      Settings settings,
      BudgetBalances balances,
      GameBudgets gameBudgets,
      InstantSource time) {
    this.usage = usage;
    this.settings = settings;
    this.balances = balances;
    this.gameBudgets = gameBudgets;
    this.time = time;
  }

  /** Attempts, tokens, cost and latencies as JSON, or as CSV if the client accepts only that. */
  @GET
  @Produces({MediaType.APPLICATION_JSON, UsageSheet.CSV})
  @Operation(
      operationId = "getUsage",
      summary = "Attempts, tokens, cost and latencies, grouped",
      description =
          """
          Times are widened to whole hours of UTC, and by agent to whole days if more than 50,000 attempts of all agents were
          made outside of them: from and to of the answer are the actual times. Successes are usable answers in time; the latencies are
          those of successes, accurate to 9 %. A fail-over is an answer by another provider than the
          first of the call's chain (the first that is enabled, has a key, and serves a model the call may use), whether that one failed
          or was skipped for the time being; failoversAfterSkip counts those where it was skipped.
          budgets are balances of the present day and month, whatever the times are.
          By agent, calls without an agent are omitted. With Accept: text/csv the rows are returned as
          CSV (RFC 4180).
          """)
  public UsageReport get(
      @Parameter(description = "RFC 3339; default: a day before `to`") @QueryParam("from")
          Optional<String> from,
      @Parameter(description = "RFC 3339; default: now") @QueryParam("to") Optional<String> to,
      @Parameter(description = "provider (default), model, agent, game, day, hour or source")
          @QueryParam("by")
          Optional<String> by,
      @Parameter(description = "hour or day, to group by time as well; agents only by day")
          @QueryParam("over")
          Optional<String> over,
      @Parameter(description = "Only this game's calls") @QueryParam("game") Optional<String> game,
      @Parameter(description = "Only the attempts at this provider, such as wandb")
          @QueryParam("provider")
          Optional<String> provider,
      @Parameter(description = "Only the calls of the agent with this handle in `game`")
          @QueryParam("agent")
          Optional<String> agent) {
    var end = to.map(text -> QueryValue.time("to", text)).orElseGet(time::instant);
    var begin = from.map(text -> QueryValue.time("from", text)).orElseGet(() -> end.minus(USUAL));
    if (begin.isAfter(end)) {
      throw new BadRequestException("from: must not be after `to`");
    }
    if (Duration.between(begin, end).compareTo(LONGEST) > 0) {
      throw new BadRequestException("from: at most " + LONGEST.toDays() + " days before `to`");
    }
    if (agent.isPresent() && game.isEmpty()) {
      throw new BadRequestException("agent: needs the parameter `game`");
    }
    var kind = by.map(text -> by("by", text)).orElse(UsageBy.PROVIDER);
    var query =
        new UsageQuery(
            begin,
            end,
            kind,
            over.map(text -> over(text, kind)),
            game.map(text -> QueryValue.name("game", text)),
            provider.map(this::provider),
            agent.map(text -> QueryValue.name("agent", text)));
    return usage.report(query).with(budgets(query));
  }

  private List<BudgetBalance> budgets(UsageQuery query) {
    var now = time.instant();
    if (query.game().isPresent()) {
      var game = query.game().get();
      return balances.ofGame(game, gameBudgets.of(game), now);
    }
    if (query.provider().isEmpty() && query.by() != UsageBy.PROVIDER) {
      return List.of();
    }
    var view = settings.current();
    var known = balances.ofProviders(view, now);
    return view.providers().inOrder().stream()
        .filter(each -> query.provider().map(each.id()::equals).orElse(true))
        .flatMap(each -> known.get(each).stream())
        .toList();
  }

  private static UsageBy by(String parameter, String text) {
    return UsageBy.byId(text)
        .orElseThrow(
            () ->
                new BadRequestException(
                    parameter + ": must be one of " + ids(UsageBy.values(), UsageBy::id)));
  }

  private static UsageBy over(String text, UsageBy by) {
    var over = by("over", text);
    if (!over.inTime()) {
      throw new BadRequestException("over: must be hour or day");
    }
    if (by == UsageBy.AGENT && over == UsageBy.HOUR) {
      throw new BadRequestException("over: must be day for agents");
    }
    return over;
  }

  private String provider(String text) {
    var providers = settings.providers();
    return providers
        .byId(text)
        .map(Provider::id)
        .orElseThrow(() -> new BadRequestException("provider: must be one of " + providers));
  }

  private static <T> String ids(T[] values, Function<T, String> id) {
    return Stream.of(values).map(id).collect(Collectors.joining(", "));
  }
}
