package dev.ziggurat.play;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.access.Player;
import dev.ziggurat.world.WorldUnavailable;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolArg;
import io.quarkiverse.mcp.server.ToolResponse;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a player does as a client of the Model Context Protocol, at {@code /mcp}. A session of the
 * protocol gives no rights: the token of each request decides who plays.
 */
@Singleton
@RegisterForReflection(
    targets = {
      Look.class,
      Look.PlayedGame.class,
      Look.GivenDecision.class,
      Look.LastTurn.class,
      Look.PlayerScore.class,
      AcceptedDecision.class,
      TurnNews.class
    })
public class PlayTools {

  private final Play play;
  private final SecurityIdentity identity;
  private final ObjectMapper json;

  PlayTools(Play play, SecurityIdentity identity, ObjectMapper json) {
    this.play = play;
    this.identity = identity;
    this.json = json;
  }

  /** What the player sees. */
  @Tool(
      name = "look",
      title = "Look",
      description =
          "Shows the world as your agent sees it now, the JSON Schema of a decision, and how your"
              + " last turn ended, with the reason of each refused action.",
      annotations =
          @Tool.Annotations(
              title = "Look",
              readOnlyHint = true,
              destructiveHint = false,
              idempotentHint = true,
              openWorldHint = false))
  @RunOnVirtualThread
  ToolResponse look() {
    return answered(play::look);
  }

  /** Stores the player's decision. */
  @Tool(
      name = "act",
      title = "Act",
      description =
          "Stores your decision for your next turn, instead of one that no tick has taken yet, and"
              + " tells which tick takes it.",
      annotations =
          @Tool.Annotations(
              title = "Act",
              readOnlyHint = false,
              destructiveHint = false,
              idempotentHint = true,
              openWorldHint = false))
  @RunOnVirtualThread
  ToolResponse act(
      @ToolArg(
              description =
                  "The actions in their order; each keeps to answerSchema of look. May be empty")
          List<Map<String, Object>> actions,
      @ToolArg(
              description = "Note to yourself, at most 500 characters; absent keeps the old one",
              required = false)
          Optional<String> memo) {
    var decision = JsonNodeFactory.instance.objectNode();
    memo.ifPresent(text -> decision.put("memo", text));
    decision.set("actions", json.valueToTree(actions));
    return answered(player -> play.decide(player, decision));
  }

  /** Waits for the player's turn. */
  @Tool(
      name = "wait_for_my_turn",
      title = "Wait for my turn",
      description =
          "Waits until a tick wants your decision (wanted) or has closed (closed). With nothing,"
              + " ask again.",
      annotations =
          @Tool.Annotations(
              title = "Wait for my turn",
              readOnlyHint = true,
              destructiveHint = false,
              idempotentHint = true,
              openWorldHint = false))
  @RunOnVirtualThread
  ToolResponse await(
      @ToolArg(
              description =
                  "Only ticks after this one count; absent: after the newest that has closed",
              required = false)
          Optional<Long> after,
      @ToolArg(
              name = "wait_seconds",
              description = "The longest wait, from 0 to 30 seconds; absent: 30",
              required = false)
          Optional<Integer> waitSeconds) {
    return answered(
        player ->
            play.await(
                player,
                WaitParam.after(after.map(Object::toString).orElse(null)),
                WaitParam.wait(
                    waitSeconds.map(Object::toString).orElse("" + Play.MAX_WAIT.toSeconds()))));
  }

  private ToolResponse answered(Function<Player, Object> work) {
    try {
      return ToolResponse.success(
          json.writeValueAsString(work.apply(Player.of(identity).orElseThrow())));
    } catch (HttpProblem refused) {
      return ToolResponse.error(refused.getDetail());
    } catch (BadRequestException | WorldUnavailable refused) {
      return ToolResponse.error(refused.getMessage());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
