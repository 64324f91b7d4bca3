package dev.ziggurat.gateway.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.gateway.AnswerWriter;
import dev.ziggurat.gateway.AnsweredCall;
import dev.ziggurat.gateway.EventWriter;
import dev.ziggurat.llm.AnswerText;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.ProviderFailure.Details;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * Responses and events of OpenAI are passed on with our ids, and end in order wherever they break.
 */
class PassedResponseTest {

  private static final AnsweredCall CALL =
      new AnsweredCall(new UUID(1, 2), Instant.ofEpochSecond(1_795_132_801), "a-model");

  private static final String OURS = "000000000000000100000000000000020";

  private static final String RESPONSE =
      """
      {"id":"resp_x","object":"response","status":"%s","model":"gpt-6-luna-1","store":false,"unknown":{"a":[1]},"output":[%s]}""";
  private static final String REASONING =
      "{\"id\":\"rs_x1\",\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"hm\"}],\"encrypted_content\":\"gAAAA1\"}";
  private static final String MESSAGE =
      """
      {"id":"msg_x2","type":"message","status":"completed","role":"assistant","phase":"final",\
      "content":[{"type":"output_text","text":"Ur of","annotations":[]},{"type":"refusal","refusal":"no"}]}""";
  private static final String CALLED =
      """
      {"id":"fc_x3","type":"function_call","status":"completed","call_id":"c1","name":"f","arguments":"{}"}""";
  private static final String SEARCH =
      "{\"id\":\"custom-id\",\"type\":\"a_new_item\",\"status\":\"completed\"}";

  private static final List<String> EVENTS =
      List.of(
          event("response.created", "\"response\":" + RESPONSE.formatted("in_progress", "")),
          event("response.in_progress", "\"response\":" + RESPONSE.formatted("in_progress", "")),
          event(
              "response.output_item.added",
              "\"output_index\":0,\"item\":{\"id\":\"rs_x1\",\"type\":\"reasoning\",\"summary\":[]}"),
          at(
              0,
              "rs_x1",
              "response.reasoning_summary_part.added",
              "\"summary_index\":0,\"part\":{\"type\":\"summary_text\",\"text\":\"\"}"),
          at(
              0,
              "rs_x1",
              "response.reasoning_summary_text.delta",
              "\"summary_index\":0,\"delta\":\"hm\",\"obfuscation\":\"x\""),
          at(
              0,
              "rs_x1",
              "response.reasoning_summary_text.done",
              "\"summary_index\":0,\"text\":\"hm\""),
          at(
              0,
              "rs_x1",
              "response.reasoning_summary_part.done",
              "\"summary_index\":0,\"part\":{\"type\":\"summary_text\",\"text\":\"hm\"}"),
          event("response.output_item.done", "\"output_index\":0,\"item\":" + REASONING),
          event(
              "response.output_item.added",
              "\"output_index\":1,\"item\":{\"id\":\"msg_x2\",\"type\":\"message\",\"status\":\"in_progress\",\"role\":\"assistant\",\"phase\":\"final\",\"content\":[]}"),
          at(
              1,
              "msg_x2",
              "response.content_part.added",
              "\"content_index\":0,\"part\":{\"type\":\"output_text\",\"text\":\"\",\"annotations\":[]}"),
          at(
              1,
              "msg_x2",
              "response.output_text.delta",
              "\"content_index\":0,\"delta\":\"Ur\",\"logprobs\":[]"),
          at(
              1,
              "msg_x2",
              "response.output_text.delta",
              "\"content_index\":0,\"delta\":\" of\",\"logprobs\":[]"),
          at(
              1,
              "msg_x2",
              "response.output_text.done",
              "\"content_index\":0,\"text\":\"Ur of\",\"logprobs\":[]"),
          at(
              1,
              "msg_x2",
              "response.content_part.done",
              "\"content_index\":0,\"part\":{\"type\":\"output_text\",\"text\":\"Ur of\",\"annotations\":[]}"),
          at(
              1,
              "msg_x2",
              "response.content_part.added",
              "\"content_index\":1,\"part\":{\"type\":\"refusal\",\"refusal\":\"\"}"),
          at(1, "msg_x2", "response.refusal.delta", "\"content_index\":1,\"delta\":\"no\""),
          at(1, "msg_x2", "response.refusal.done", "\"content_index\":1,\"refusal\":\"no\""),
          at(
              1,
              "msg_x2",
              "response.content_part.done",
              "\"content_index\":1,\"part\":{\"type\":\"refusal\",\"refusal\":\"no\"}"),
          event("response.output_item.done", "\"output_index\":1,\"item\":" + MESSAGE),
          event(
              "response.output_item.added",
              "\"output_index\":2,\"item\":{\"id\":\"fc_x3\",\"type\":\"function_call\",\"status\":\"in_progress\",\"call_id\":\"c1\",\"name\":\"f\",\"arguments\":\"\"}"),
          at(2, "fc_x3", "response.function_call_arguments.delta", "\"delta\":\"{}\""),
          at(2, "fc_x3", "response.function_call_arguments.done", "\"arguments\":\"{}\""),
          event("response.output_item.done", "\"output_index\":2,\"item\":" + CALLED),
          event("response.output_item.added", "\"output_index\":3,\"item\":" + SEARCH),
          event("response.output_item.done", "\"output_index\":3,\"item\":" + SEARCH),
          event(
              "response.completed",
              "\"response\":"
                  + RESPONSE.formatted(
                      "completed", String.join(",", REASONING, MESSAGE, CALLED, SEARCH))));

  private static String event(String type, String fields) {
    return "{\"type\":\"%s\",\"sequence_number\":77,%s}".formatted(type, fields);
  }

  private static String at(int index, String item, String type, String fields) {
    return event(type, "\"output_index\":%d,\"item_id\":\"%s\",%s".formatted(index, item, fields));
  }

  private static AnswerWriter writer() {
    var request = JsonNodeFactory.instance.objectNode().put("max_output_tokens", 300);
    request.putObject("metadata").put("a", "b");
    return new ResponseAnswerWriter(
        new ObjectMapper().reader(), ResponseParameters.of(request), Optional.empty());
  }

  private static EventOrder events(List<String> events, Consumer<AnswerWriter.Stream> last) {
    var bytes = new ByteArrayOutputStream();
    var stream = writer().stream(new EventWriter(bytes), CALL);
    events.forEach(event -> stream.piece(new AnswerText("", Optional.of(event))));
    last.accept(stream);
    return EventOrder.of(bytes.toString(StandardCharsets.UTF_8)).check();
  }

  @Test
  void everythingIsPassedOnUnderOurIds() {
    var events = events(EVENTS, stream -> stream.end(Optional.empty()));
    assertThat(events.types())
        .isEqualTo(
            EVENTS.stream().map(event -> EventOrder.json(event).path("type").asText()).toList());
    var response = events.response();
    assertThat(response.path("id").asText()).isEqualTo("resp_" + OURS.substring(0, 32));
    assertThat(response.path("output"))
        .extracting(item -> item.path("id").asText())
        .containsExactly(
            "rs_" + OURS + "000", "msg_" + OURS + "001", "fc_" + OURS + "002", "custom-id");
    assertThat(response.at("/output/0/encrypted_content").asText()).isEqualTo("gAAAA1");
    assertThat(response.at("/output/1/phase").asText()).isEqualTo("final");
    assertThat(response.at("/unknown/a/0").asInt()).isEqualTo(1);
    assertThat(response.path("store").asBoolean()).isTrue();
    assertThat(response.at("/metadata/a").asText()).isEqualTo("b");
    assertThat(response.path("max_output_tokens").asInt()).isEqualTo(300);
    assertThat(response.path("model").asText()).isEqualTo("gpt-6-luna-1");
    assertThat(events.events().get(4).path("obfuscation").asText()).isEqualTo("x");
  }

  @Test
  void wholeAndStreamedAnswersAreTheSame() {
    var last = EventOrder.json(EVENTS.getLast()).path("response").toString();
    var body = writer().body(new AnswerText("", Optional.of(last)), CALL, Optional.empty());
    assertThat(EventOrder.json(body))
        .isEqualTo(events(EVENTS, stream -> stream.end(Optional.empty())).response());
  }

  @Property(tries = 50)
  void whatBreaksOffIsEndedAndFailed(@ForAll @IntRange(min = 2, max = 25) int came) {
    var broken =
        new ProviderFailure.TimedOut(Provider.OPENAI, Details.of("no piece for 30 s"), null);
    var events = events(EVENTS.subList(0, came), stream -> stream.broken(broken));
    assertThat(events.types()).endsWith("response.failed");
    assertThat(events.response().at("/error/message").asText()).contains("no piece for 30 s");
    assertThat(events.response().path("id").asText()).isEqualTo("resp_" + OURS.substring(0, 32));
  }
}
