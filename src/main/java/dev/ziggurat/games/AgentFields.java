package dev.ziggurat.games;

import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.world.Agent;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The fields of an agent in a request. */
@Schema(name = "AgentFields")
public record AgentFields(
    @Schema(
            implementation = String.class,
            pattern = AgentFields.HANDLE,
            description =
                "Unique in its game, also among deleted agents. Required for a new agent, never changed")
        FieldValue<String> handle,
    @Schema(
            implementation = String.class,
            maxLength = AgentFields.PERSONA_CHARACTERS,
            description = "The agent's character, part of its prompt. Required for a new agent")
        FieldValue<String> persona,
    @Schema(
            implementation = String.class,
            nullable = true,
            maxLength = Agent.MEMO_CHARACTERS,
            description = "The agent's own notes; null clears them")
        FieldValue<String> memo,
    @Schema(
            implementation = String.class,
            nullable = true,
            maxLength = AgentFields.MODEL_CHARACTERS,
            description =
                "Its own model: a name that the catalogue resolves, or"
                    + " wandb-artifact:///team/project/name:version; null clears it")
        FieldValue<String> model,
    @Schema(
            implementation = Integer.class,
            minimum = "1",
            maximum = "1000000",
            description = "Ticks from one turn to the next; default 1")
        FieldValue<Long> cadence,
    @Schema(
            implementation = Boolean.class,
            description = "false restores a deleted agent; only in a change")
        FieldValue<Boolean> deleted) {

  static final String HANDLE = "[a-z0-9][a-z0-9_-]{0,29}";
  static final int PERSONA_CHARACTERS = 4_000;
  static final int MODEL_CHARACTERS = 200;

  static final List<String> OF_A_NEW_ONE = List.of("handle", "persona", "memo", "model", "cadence");

  static final List<String> OF_A_CHANGE =
      List.of("handle", "persona", "memo", "model", "cadence", "deleted");

  private static final Pattern HANDLE_PATTERN = Pattern.compile(HANDLE);
  private static final long MAX_CADENCE = 1_000_000;

  /** Reads and validates all fields except the model, which the catalogue validates. */
  static AgentFields read(Body body) {
    return new AgentFields(
        body.word("handle", HANDLE_PATTERN),
        body.text("persona", PERSONA_CHARACTERS),
        body.text("memo", Agent.MEMO_CHARACTERS),
        body.line("model", MODEL_CHARACTERS),
        body.number("cadence", 1, MAX_CADENCE),
        body.flag("deleted"));
  }

  /** Creates the agent. */
  Agent created() {
    return new Agent(
        handle.required(),
        persona.required(),
        memo.orElse(""),
        cadence.orElse(1L).intValue(),
        model.value());
  }

  /** Returns the agent with these changes. */
  Agent over(Agent current) {
    if (!handle.over(current.handle()).equals(current.handle())) {
      throw handle.wrong("cannot be changed: the agent's possessions and posts refer to it");
    }
    return new Agent(
        current.handle(),
        persona.over(current.persona()),
        memo.isThere() ? memo.orElse("") : current.memo(),
        cadence.over((long) current.cadence()).intValue(),
        model.over(current.model()));
  }
}
