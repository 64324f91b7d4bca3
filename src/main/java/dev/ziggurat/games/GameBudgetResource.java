package dev.ziggurat.games;

import dev.ziggurat.access.Roles;
import dev.ziggurat.ledger.BudgetBalance;
import dev.ziggurat.ledger.BudgetBalances;
import dev.ziggurat.ledger.GameBudgetView;
import dev.ziggurat.ledger.SpendForecast;
import dev.ziggurat.ledger.SpendForecasts;
import dev.ziggurat.tick.GameBudgets;
import dev.ziggurat.tick.NoSuchGame;
import dev.ziggurat.tick.TickArchive;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** What a game may spend, has spent, and will have spent. */
@Path("/api/games/{game}/budget")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Games")
public class GameBudgetResource {

  private final TickArchive archive;
  private final GameBudgets budgets;
  private final BudgetBalances balances;
  private final SpendForecasts forecasts;
  private final InstantSource time;

  GameBudgetResource(
      TickArchive archive,
      GameBudgets budgets,
      BudgetBalances balances,
      SpendForecasts forecasts,
      InstantSource time) {
    this.archive = archive;
    this.budgets = budgets;
    this.balances = balances;
    this.forecasts = forecasts;
    this.time = time;
  }

  /**
   * The balances of a game's budgets.
   *
   * @param limits as an admin set them
   * @param balances of the day, the month and, if ticks have a limit, the last tick that ran with
   *     one
   * @param agents the twenty that spent most today, if agents have a limit
   * @param forecast of what it spends in this month
   */
  @Schema(name = "GameBudgetBalances")
  public record GameBalances(
      GameBudgetView limits,
      List<BudgetBalance> balances,
      List<BudgetBalance> agents,
      SpendForecast forecast) {}

  /** The balances and the forecast. */
  @GET
  @Operation(
      operationId = "getGameBudget",
      summary = "What the game may spend, has spent, and will have spent at the end of the month",
      description =
          """
          Day and month are those of UTC and are counted without a limit too; ticks and agents are
          counted from when they have one. Balances and forecast count a call without a known cost at
          the most it may have cost. Amounts are US dollars, exactly; those of the forecast are
          millionths of a dollar. Limits are set with PATCH /api/games/{game}.
          """)
  public GameBalances get(@RestPath String game) {
    var found =
        archive
            .game(game)
            .filter(each -> each.deletedAt().isEmpty())
            .orElseThrow(() -> new NoSuchGame(game));
    var now = time.instant();
    var budget = budgets.of(game);
    return new GameBalances(
        GameBudgetView.of(budget),
        balances.ofGame(game, budget, found.lastTick(), now),
        balances.ofAgents(game, budget.agentDay(), now),
        forecasts.of(game, budget, now));
  }
}
