package dev.ziggurat.games;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.chain.moderation.GuardrailModels;
import dev.ziggurat.experiment.VariantReader;
import dev.ziggurat.games.experiments.ExperimentReader;
import dev.ziggurat.guardrails.GuardrailReader;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.http.InvalidField;
import dev.ziggurat.ledger.GameBudgetReader;
import dev.ziggurat.memory.MemoryReader;
import dev.ziggurat.tick.StoredGame;
import dev.ziggurat.tick.TickConfig;
import dev.ziggurat.tick.Worlds;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.InvalidSetting;
import dev.ziggurat.world.World;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** Reads and validates the fields of a game in a request. */
@Singleton
class GameReader {

  private static final Pattern ID = Pattern.compile(GameFields.ID);

  /** The largest integers that JavaScript represents exactly. */
  static final long MAX_SEED = (1L << 53) - 1;

  private static final Duration MIN_PERIOD = Duration.ofSeconds(1);
  private static final Duration MAX_PERIOD = Duration.ofDays(366);
  private static final Duration MAX_BUDGET = Duration.ofHours(1);

  /** The max number of connections to a provider. */
  private static final int GREATEST_WIDTH = 512;

  /** More answers in one call take longer than most ticks have. */
  private static final int GREATEST_BATCH = 32;

  private static final int MOST_DAYS = 3_650;

  private final TickConfig ticks;
  private final Worlds worlds;
  private final GameWorlds gameWorlds;
  private final AgentReader agentReader;
  private final GuardrailReader guardrails;
  private final GuardrailModels guardrailModels;
  private final MemoryReader memories;
  private final GameBudgetReader budgets;
  private final VariantReader variants;
  private final ExperimentReader experiments;

  GameReader(
      TickConfig ticks,
      Worlds worlds,
      GameWorlds gameWorlds,
      AgentReader agentReader,
      GuardrailReader guardrails,
      GuardrailModels guardrailModels,
      MemoryReader memories,
      GameBudgetReader budgets,
      VariantReader variants,
      ExperimentReader experiments) {
    this.ticks = ticks;
    this.worlds = worlds;
    this.gameWorlds = gameWorlds;
    this.agentReader = agentReader;
    this.guardrails = guardrails;
    this.guardrailModels = guardrailModels;
    this.memories = memories;
    this.budgets = budgets;
    this.variants = variants;
    this.experiments = experiments;
  }

  /**
   * Reads a request body.
   *
   * @param known the allowed fields
   * @param force whether agents may have models that are not in the catalogue
   * @throws InvalidField naming the first invalid field
   */
  GameFields read(JsonNode sent, List<String> known, boolean force) {
    var body = Body.of(sent, known);
    var world = gameWorlds.read(body, sent);
    var settings = body.any("worldSettings");
    return new GameFields(
        body.word("id", ID),
        body.line("name", GameFields.NAME_CHARACTERS),
        world,
        settings,
        body.number("seed", -MAX_SEED, MAX_SEED),
        body.oneOf("state", List.of(StoredGame.RUNNING, StoredGame.PAUSED)),
        body.millis("periodMillis", MIN_PERIOD, MAX_PERIOD),
        body.millis("budgetMillis", ticks.leastBudget(), MAX_BUDGET),
        body.number("width", 1, GREATEST_WIDTH),
        body.number("batch", 1, GREATEST_BATCH),
        agents(body, world.orElse(gameWorlds.usual()).kind(), settings, force),
        guardrails.read(body, sent).map(guardrailModels::checked),
        memories.read(body),
        budgets.read(body),
        body.number("keepTextsDays", 1, MOST_DAYS),
        variants.read(body),
        experiments.lines(body),
        body.flag("deleted"));
  }

  private FieldValue<List<Agent>> agents(
      Body body, String world, FieldValue<ObjectNode> settings, boolean force) {
    if (body.isNumber("agents")) {
      return body.number("agents", 0, AgentLines.MOST)
          .map(
              count -> count == 0 ? List.of() : generated(body, world, settings, count.intValue()));
    }
    var handles = new HashSet<String>();
    return body.objects("agents", AgentLines.MOST, AgentFields.OF_A_NEW_ONE)
        .map(list -> list.stream().map(agent -> agent(agent, handles, force)).toList());
  }

  private List<Agent> generated(
      Body body, String world, FieldValue<ObjectNode> settings, int count) {
    var generator =
        worlds
            .find(world)
            .flatMap(World::agentGenerator)
            .orElseThrow(
                () ->
                    body.wrong(
                        "agents",
                        "the world %s generates no agents; list them, or send 0 and add them later"
                            .formatted(world)));
    try {
      return generator.generated(count, settings.orElse(JsonNodeFactory.instance.objectNode()));
    } catch (InvalidSetting invalid) {
      throw new InvalidField("worldSettings." + invalid.setting(), invalid.fault());
    }
  }

  private Agent agent(Body body, HashSet<String> handles, boolean force) {
    var fields = agentReader.read(body, force);
    if (!handles.add(fields.handle().required())) {
      throw fields.handle().wrong("is also the handle of an earlier agent");
    }
    return fields.created();
  }
}
