package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The faults inside an answer with status 200 that concern its end and its counts: another finish
 * reason, a choice that never finishes, impossible token counts.
 */
final class AnswerFaults {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String FINISH = "finish_reason";
  private static final String STOP = "stop_reason";
  private static final Set<String> ENDED = Set.of("completed", "incomplete");

  private final Fault fault;
  private final int lastChoice;

  private AnswerFaults(Fault fault, int choices) {
    this.fault = fault;
    this.lastChoice = choices - 1;
  }

  /** A whole answer with its fault, if it has one. */
  static JsonNode whole(JsonNode answer, Fault fault, int choices) {
    var faults = new AnswerFaults(fault, choices);
    if (answer instanceof ObjectNode object && faults.any()) {
      faults.spoil(object);
    }
    return answer;
  }

  /** The frames of a stream with their fault, if they have one. */
  static List<StreamFrame> stream(List<StreamFrame> frames, Fault fault, int choices) {
    var faults = new AnswerFaults(fault, choices);
    return faults.any() ? frames.stream().map(faults::spoiled).toList() : frames;
  }

  /** The frames of a stream that tells no token counts. */
  static List<StreamFrame> withoutUsage(List<StreamFrame> frames) {
    return frames.stream()
        .filter(frame -> !frame.text().contains("\"choices\":[]"))
        .map(AnswerFaults::withoutUsage)
        .toList();
  }

  private static StreamFrame withoutUsage(StreamFrame frame) {
    var event = FrameEvent.of(frame);
    if (event.json().map(json -> json.path("response")).orElse(null)
        instanceof ObjectNode response) {
      response.putNull("usage");
      return event.frame();
    }
    return frame;
  }

  private boolean any() {
    return fault.is(FaultKind.FINISH_REASON)
        || fault.is(FaultKind.UNFINISHED)
        || fault.is(FaultKind.WRONG_USAGE);
  }

  private StreamFrame spoiled(StreamFrame frame) {
    var event = FrameEvent.of(frame);
    event.json().ifPresent(this::spoil);
    return event.json().isPresent() ? event.frame() : frame;
  }

  private void spoil(ObjectNode answer) {
    switch (fault.disturbance().orElseThrow()) {
      case FINISH_REASON -> finish(answer, fault.finishReason());
      case UNFINISHED -> finish(answer, Optional.empty());
      default -> {
        usage(answer.path("usage"));
        usage(answer.path("message").path("usage"));
        usage(answer.path("x_groq").path("usage"));
        usage(answer.path("response").path("usage"));
      }
    }
  }

  /** Without end is the last choice only: with several, the others finish. */
  private void finish(ObjectNode answer, Optional<String> reason) {
    var choices = answer.path("choices");
    for (var choice : choices) {
      var last = choice.path("index").asInt() == lastChoice;
      if (choice.hasNonNull(FINISH) && (last || !fault.is(FaultKind.UNFINISHED))) {
        ((ObjectNode) choice).put(FINISH, reason.orElse(null));
      }
    }
    status(answer, reason);
    status(answer.path("response"), reason);
    for (var stopped : List.of(answer, answer.path("delta"))) {
      if (stopped.hasNonNull(STOP)) {
        ((ObjectNode) stopped).put(STOP, reason.orElse(null));
      }
    }
  }

  /** Of a response that has ended. */
  private static void status(JsonNode response, Optional<String> reason) {
    if (response instanceof ObjectNode ended
        && ENDED.contains(response.path("status").asText())
        && response.path("object").asText().equals("response")) {
      ended.put("status", reason.isPresent() ? "incomplete" : "in_progress");
      reason.ifPresent(why -> ended.putObject("incomplete_details").put("reason", why));
    }
  }

  private static void usage(JsonNode usage) {
    if (usage instanceof ObjectNode counts) {
      for (var input : new String[] {"prompt_tokens", "input_tokens"}) {
        if (counts.has(input)) {
          counts.put(input, -1);
        }
      }
      for (var output : new String[] {"completion_tokens", "output_tokens"}) {
        if (counts.has(output)) {
          counts.set(output, NODES.numberNode(new BigDecimal("1e400")));
        }
      }
    }
  }
}
