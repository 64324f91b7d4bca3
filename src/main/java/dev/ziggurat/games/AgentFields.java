package dev.ziggurat.games;

import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.AgentKind;
import java.time.Duration;
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
        FieldValue<Boolean> deleted,
    @Schema(
            implementation = String.class,
            enumeration = {AgentKind.Model.ID, AgentKind.Player.ID},
            description =
                "Who decides: a language model, or a player (a person or a program) with a token;"
                    + " default model")
        FieldValue<String> kind,
    @Schema(
            implementation = Long.class,
            nullable = true,
            minimum = "0",
            maximum = "3600000",
            description =
                "How long a tick waits for a player's decision, from its begin and at most until"
                    + " its thinking deadline; default 0: only a decision given before counts")
        FieldValue<Duration> answerWithinMillis) {

  static final String HANDLE = "[a-z0-9][a-z0-9_-]{0,29}";
  static final int PERSONA_CHARACTERS = 4_000;
  static final int MODEL_CHARACTERS = 200;

  static final List<String> OF_A_NEW_ONE =
      List.of("handle", "persona", "memo", "model", "cadence", "kind", "answerWithinMillis");

  static final List<String> OF_A_CHANGE =
      List.of(
          "handle", "persona", "memo", "model", "cadence", "kind", "answerWithinMillis", "deleted");

  private static final Pattern HANDLE_PATTERN = Pattern.compile(HANDLE);
  private static final List<String> KINDS = List.of(AgentKind.Model.ID, AgentKind.Player.ID);
  private static final Duration MAX_ANSWER_WITHIN = Duration.ofHours(1);
  private static final long MAX_CADENCE = 1_000_000;

  /** Reads and validates all fields except the model, which the catalogue validates. */
  static AgentFields read(Body body) {
    return new AgentFields(
        body.word("handle", HANDLE_PATTERN),
        body.text("persona", PERSONA_CHARACTERS),
        body.text("memo", Agent.MEMO_CHARACTERS),
        body.line("model", MODEL_CHARACTERS),
        body.number("cadence", 1, MAX_CADENCE),
        body.flag("deleted"),
        body.oneOf("kind", KINDS),
        body.millis("answerWithinMillis", Duration.ZERO, MAX_ANSWER_WITHIN));
  }

  /** Creates the agent. */
  Agent created() {
    return new Agent(
        handle.required(),
        persona.required(),
        memo.orElse(""),
        cadence.orElse(1L).intValue(),
        model.value(),
        kind(AgentKind.MODEL));
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
        model.over(current.model()),
        kind(current.kind()));
  }

  private AgentKind kind(AgentKind current) {
    if (kind.over(current.id()).equals(AgentKind.Model.ID)) {
      if (answerWithinMillis.value().isPresent()) {
        throw answerWithinMillis.wrong("is for agents of kind player; a model has the tick's time");
      }
      return AgentKind.MODEL;
    }
    var before = current instanceof AgentKind.Player player ? player.answerWithin() : Duration.ZERO;
    return new AgentKind.Player(
        answerWithinMillis.isThere() ? answerWithinMillis.orElse(Duration.ZERO) : before);
  }
}
