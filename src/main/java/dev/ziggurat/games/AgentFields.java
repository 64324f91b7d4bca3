package dev.ziggurat.games;

import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.world.Agent;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a body says of an agent. */
@Schema(name = "AgentFields")
public record AgentFields(
    @Schema(
            implementation = String.class,
            pattern = AgentFields.HANDLE,
            description = "Unique in its game for ever. Required of a new agent, never changed")
        FieldValue<String> handle,
    @Schema(
            implementation = String.class,
            maxLength = AgentFields.PERSONA_CHARACTERS,
            description = "Who the agent is, as its model is told. Required of a new agent")
        FieldValue<String> persona,
    @Schema(
            implementation = String.class,
            nullable = true,
            maxLength = Agent.MEMO_CHARACTERS,
            description = "What the agent noted for itself; null clears it")
        FieldValue<String> memo,
    @Schema(
            implementation = String.class,
            nullable = true,
            maxLength = AgentFields.MODEL_CHARACTERS,
            description =
                "A model of its own: a name that the catalogue resolves, or"
                    + " wandb-artifact:///team/project/name:version; null clears it")
        FieldValue<String> model,
    @Schema(
            implementation = Integer.class,
            minimum = "1",
            maximum = "1000000",
            description = "How many ticks from one turn to the next; 1 unless said")
        FieldValue<Long> cadence,
    @Schema(
            implementation = Boolean.class,
            description = "false brings back an agent that was deleted; only when changing one")
        FieldValue<Boolean> deleted) {

  static final String HANDLE = "[a-z0-9][a-z0-9_-]{0,29}";
  static final int PERSONA_CHARACTERS = 4_000;
  static final int MODEL_CHARACTERS = 200;

  static final List<String> OF_A_NEW_ONE = List.of("handle", "persona", "memo", "model", "cadence");

  static final List<String> OF_A_CHANGE =
      List.of("handle", "persona", "memo", "model", "cadence", "deleted");

  private static final Pattern HANDLE_PATTERN = Pattern.compile(HANDLE);
  private static final long MAX_CADENCE = 1_000_000;

  /** Reads and checks all fields but the model, which the catalogue knows about. */
  static AgentFields read(Body body) {
    return new AgentFields(
        body.word("handle", HANDLE_PATTERN),
        body.text("persona", PERSONA_CHARACTERS),
        body.text("memo", Agent.MEMO_CHARACTERS),
        body.line("model", MODEL_CHARACTERS),
        body.number("cadence", 1, MAX_CADENCE),
        body.flag("deleted"));
  }

  /** The new agent that they describe. */
  Agent created() {
    return new Agent(
        handle.required(),
        persona.required(),
        memo.orElse(""),
        cadence.orElse(1L).intValue(),
        model.value());
  }

  /** The agent after the change that they describe. */
  Agent over(Agent current) {
    if (!handle.over(current.handle()).equals(current.handle())) {
      throw handle.wrong("cannot be changed: what the agent owns and said goes by it");
    }
    return new Agent(
        current.handle(),
        persona.over(current.persona()),
        memo.isThere() ? memo.orElse("") : current.memo(),
        cadence.over((long) current.cadence()).intValue(),
        model.over(current.model()));
  }
}
