package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.world.Action;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Arbitrary actions, sensible and senseless. */
final class Actions {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  record Turn(String handle, List<Action> actions, boolean clock) {}

  private Actions() {}

  /** Turns of a handful of agents, now and then with time striking after them. */
  static Arbitrary<List<Turn>> turns() {
    var handles = Arbitraries.of("ea", "nabu", "sin", "newcomer");
    var actions =
        Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(4, trade()), net.jqwik.api.Tuple.of(1, any()))
            .list()
            .ofMaxSize(5);
    var clock = Arbitraries.of(true, false);
    return Combinators.combine(handles, actions, clock).as(Turn::new).list().ofMaxSize(40);
  }

  /** Trades that may well be possible. */
  static Arbitrary<Action> trade() {
    return Combinators.combine(
            Arbitraries.of("buy", "sell"),
            Arbitraries.of(Scene.market(0), Scene.market(1)),
            Arbitraries.of("yes", "no"),
            amount())
        .as(Actions::trade);
  }

  static Action trade(String type, String market, String side, long amount) {
    var json = JSON.objectNode().put("type", type).put("market", market).put("side", side);
    json.put("buy".equals(type) ? "microPoints" : "microShares", amount);
    return new Action(type, json);
  }

  static Arbitrary<Long> amount() {
    return Arbitraries.oneOf(
        Arbitraries.longs().between(1, 20),
        Arbitraries.longs().between(1, Scene.LIQUIDITY),
        Arbitraries.of(Scene.LIQUIDITY, Scene.LIQUIDITY - 1));
  }

  /** Anything that is JSON. */
  static Arbitrary<Action> any() {
    var type =
        Arbitraries.of("post", "comment", "buy", "sell", "hold", "steal", "", "BUY", "refused");
    return Combinators.combine(type, value(), value(), value(), value(), value())
        .as(
            (name, text, post, market, side, amount) -> {
              ObjectNode json = JSON.objectNode().put("type", name);
              json.set("text", text);
              json.set("post", post);
              json.set("market", market);
              json.set("side", side);
              json.set("microPoints", amount);
              json.set("microShares", amount);
              return new Action(name, json);
            });
  }

  private static Arbitrary<JsonNode> value() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(400).map(JSON::textNode),
        Arbitraries.of(Scene.market(0), "yes", "no", "t1-0-0").map(JSON::textNode),
        Arbitraries.longs().map(JSON::numberNode),
        Arbitraries.doubles().map(JSON::numberNode),
        Arbitraries.of(
            JSON.nullNode(),
            JSON.missingNode(),
            JSON.booleanNode(true),
            JSON.objectNode().put("a", 1),
            JSON.arrayNode().add(1),
            JSON.numberNode(BigInteger.TWO.pow(80)),
            JSON.numberNode(0),
            JSON.numberNode(-1)));
  }
}
