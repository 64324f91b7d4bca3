package dev.ziggurat.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EventWriterTest {

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final EventWriter events = new EventWriter(sent);

  private String written() {
    return sent.toString(StandardCharsets.UTF_8);
  }

  @Test
  void anEventHasItsNameBeforeItsData() {
    events.write("message_stop", "{}");
    events.write("{\"a\":1}");
    assertThat(written()).isEqualTo("event: message_stop\ndata: {}\n\ndata: {\"a\":1}\n\n");
  }

  @Test
  void aTextWithLineSeparatorsStaysOneLineAndTheSameText() throws Exception {
    var json = JsonMapper.builder().build();
    var text = "one\u2028two\u2029three\u0085four \\u2028";
    events.write(json.writeValueAsString(json.createObjectNode().put("text", text)));
    assertThat(written()).doesNotContain("\u2028", "\u2029", "\u0085");
    var data = written().substring("data: ".length());
    assertThat(json.readTree(data).path("text").asText()).isEqualTo(text);
  }
}
