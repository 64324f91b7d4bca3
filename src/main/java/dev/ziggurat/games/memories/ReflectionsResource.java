package dev.ziggurat.games.memories;

import dev.ziggurat.access.Roles;
import dev.ziggurat.games.PathLookup;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.memory.ReflectionBudgets;
import dev.ziggurat.memory.ReflectionStore;
import dev.ziggurat.memory.ReflectionStore.ReflectionView;
import dev.ziggurat.money.NanoDollars;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** What came of reflections, and what they cost. */
@Path("/api/games/{game}")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Agents")
public class ReflectionsResource {

  private final PathLookup existing;
  private final ReflectionStore reflections;
  private final ReflectionBudgets budgets;

  ReflectionsResource(PathLookup existing, ReflectionStore reflections, ReflectionBudgets budgets) {
    this.existing = existing;
    this.reflections = reflections;
    this.budgets = budgets;
  }

  /**
   * What the reflections of a game cost today (UTC), in millionths of a US dollar, rounded up.
   *
   * @param spentMicroUsd what is settled, with what is orphaned
   * @param heldMicroUsd what processes hold for calls under way and to come
   * @param orphanedMicroUsd what a process held that died: it may have been spent
   */
  @Schema(name = "ReflectionSpending")
  public record Spending(long spentMicroUsd, long heldMicroUsd, long orphanedMicroUsd) {}

  /** A page of the reflections of an agent. */
  @GET
  @Path("/agents/{handle}/reflections")
  @Operation(
      operationId = "listReflections",
      summary = "What came of an agent's reflections, newest first",
      description =
          """
          The call of each is in the ledger, with source reflection. An orphaned one was in flight when its
          process ended: it may have cost something, and is not asked for again.
          """)
  public Page<ReflectionView> list(
      @RestPath String game,
      @RestPath String handle,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    var agent = existing.agent(game, handle).agent().handle();
    return Page.continued(
        cursor,
        from -> reflections.of(game, agent, from.map(Long::parseLong), limit.andOne()),
        limit,
        last -> Long.toString(last.tick()));
  }

  /** The cost of today's reflections. */
  @GET
  @Path("/reflections/spending")
  @Operation(
      operationId = "getReflectionSpending",
      summary =
          "What the reflections of a game cost today (UTC), of memory.reflection.dollarsPerDay")
  public Spending spending(@RestPath String game) {
    var balance = budgets.spentToday(existing.game(game).id());
    return new Spending(micro(balance.spent()), micro(balance.held()), micro(balance.orphaned()));
  }

  private static long micro(long nano) {
    return new NanoDollars(nano).microDollars();
  }
}
