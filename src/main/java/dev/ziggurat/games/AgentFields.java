package dev.ziggurat.games;

import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.http.OutgoingAddress;
import dev.ziggurat.tick.ExternalAgents;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.AgentKind;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
            enumeration = {AgentKind.Model.ID, AgentKind.Player.ID, AgentKind.External.ID},
            description =
                "Who decides: a language model, a player (a person or a program) with a token, or"
                    + " an external agent (a program at url); default model")
        FieldValue<String> kind,
    @Schema(
            implementation = Long.class,
            nullable = true,
            minimum = "0",
            maximum = "3600000",
            description =
                "How long a tick waits for a player's decision, from its begin and at most until"
                    + " its thinking deadline; default 0: only a decision given before counts")
        FieldValue<Duration> answerWithinMillis,
    @Schema(
            implementation = String.class,
            nullable = true,
            maxLength = OutgoingAddress.CHARACTERS,
            description = "Where the briefings of an external agent are sent")
        FieldValue<String> url,
    @Schema(
            implementation = String.class,
            nullable = true,
            pattern = ExternalAgents.KEY_VARIABLE,
            description =
                "The environment variable with the key that requests to an external agent are"
                    + " signed with")
        FieldValue<String> keyVariable) {

  static final String HANDLE = "[a-z0-9][a-z0-9_-]{0,29}";
  static final int PERSONA_CHARACTERS = 4_000;
  static final int MODEL_CHARACTERS = 200;

  static final List<String> OF_A_NEW_ONE =
      List.of(
          "handle",
          "persona",
          "memo",
          "model",
          "cadence",
          "kind",
          "answerWithinMillis",
          "url",
          "keyVariable");

  static final List<String> OF_A_CHANGE =
      Stream.concat(OF_A_NEW_ONE.stream(), Stream.of("deleted")).toList();

  private static final Pattern HANDLE_PATTERN = Pattern.compile(HANDLE);
  private static final List<String> KINDS =
      List.of(AgentKind.Model.ID, AgentKind.Player.ID, AgentKind.External.ID);
  private static final Pattern KEY_VARIABLE = Pattern.compile(ExternalAgents.KEY_VARIABLE);
  private static final Duration MAX_ANSWER_WITHIN = Duration.ofHours(1);
  private static final long MAX_CADENCE = 1_000_000;

  /** Reads and validates all fields except model and address; see {@link AgentReader}. */
  static AgentFields read(Body body) {
    return new AgentFields(
        body.word("handle", HANDLE_PATTERN),
        body.text("persona", PERSONA_CHARACTERS),
        body.text("memo", Agent.MEMO_CHARACTERS),
        body.line("model", MODEL_CHARACTERS),
        body.number("cadence", 1, MAX_CADENCE),
        body.flag("deleted"),
        body.oneOf("kind", KINDS),
        body.millis("answerWithinMillis", Duration.ZERO, MAX_ANSWER_WITHIN),
        body.line("url", OutgoingAddress.CHARACTERS),
        body.word("keyVariable", KEY_VARIABLE));
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
    var chosen = kind.over(current.id());
    if (!chosen.equals(AgentKind.Player.ID) && answerWithinMillis.value().isPresent()) {
      throw answerWithinMillis.wrong("is for agents of kind player; others have the tick's time");
    }
    if (!chosen.equals(AgentKind.External.ID)) {
      for (var field : List.of(url, keyVariable)) {
        if (field.value().isPresent()) {
          throw field.wrong("is for agents of kind external");
        }
      }
    }
    return switch (chosen) {
      case AgentKind.Player.ID -> player(current);
      case AgentKind.External.ID -> external(current);
      default -> AgentKind.MODEL;
    };
  }

  private AgentKind player(AgentKind current) {
    var before = current instanceof AgentKind.Player player ? player.answerWithin() : Duration.ZERO;
    return new AgentKind.Player(
        answerWithinMillis.isThere() ? answerWithinMillis.orElse(Duration.ZERO) : before);
  }

  private AgentKind external(AgentKind current) {
    return current instanceof AgentKind.External before
        ? new AgentKind.External(url.over(before.url()), keyVariable.over(before.keyVariable()))
        : new AgentKind.External(url.required(), keyVariable.required());
  }
}
