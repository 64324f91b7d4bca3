package dev.ziggurat.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ziggurat.provider.ServerEvents.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parsing gives the same events for any chunking of the bytes. */
class ServerEventsTest {

  private static final String CLAUDE =
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_1"}}

      event: ping
      data: {"type":"ping"}

      event: content_block_delta
      data: {"delta":{"text":"Grüße, 世界 🐍\\n"}}

      """;

  private static final List<Event> CLAUDES =
      List.of(
          new Event("message_start", "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\"}}"),
          new Event("ping", "{\"type\":\"ping\"}"),
          new Event("content_block_delta", "{\"delta\":{\"text\":\"Grüße, 世界 🐍\\n\"}}"));

  private static List<Event> read(byte[] bytes, int... cuts) {
    var events = new ServerEvents(10_000);
    var seen = new ArrayList<Event>();
    var start = 0;
    for (var cut : cuts) {
      var piece = Arrays.copyOfRange(bytes, start, cut);
      events.add(piece, piece.length);
      for (var event = events.next(); event.isPresent(); event = events.next()) {
        seen.add(event.get());
      }
      start = cut;
    }
    var rest = Arrays.copyOfRange(bytes, start, bytes.length);
    events.add(rest, rest.length);
    events.end();
    for (var event = events.next(); event.isPresent(); event = events.next()) {
      seen.add(event.get());
    }
    return seen;
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void streamSplitAtAnyByteGivesTheSameEvents(String newline) {
    var bytes = CLAUDE.replace("\n", newline).getBytes(StandardCharsets.UTF_8);
    for (var cut = 0; cut <= bytes.length; cut++) {
      assertThat(read(bytes, cut)).as("cut at %d", cut).isEqualTo(CLAUDES);
    }
  }

  @Property
  void streamInAnyChunksGivesTheSameEvents(
      @ForAll @Size(max = 30) List<@IntRange(max = 160) Integer> cuts, @ForAll boolean returns) {
    var bytes = (returns ? CLAUDE.replace("\n", "\r\n") : CLAUDE).getBytes(StandardCharsets.UTF_8);
    var sorted = cuts.stream().mapToInt(Integer::intValue).sorted().toArray();
    assertThat(read(bytes, sorted)).isEqualTo(CLAUDES);
  }

  @Test
  void otherFieldsAreIgnored() {
    var bytes =
        ": comment\nid: 7\nretry: 10\n\ndata\ndata: a\ndata:b\ndata:  c\n\nevent: lonely\n\ndata: cut off"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(read(bytes)).containsExactly(new Event("message", "\na\nb\n c"));
  }

  @Test
  void eventsThatOnlyKeepTheConnectionOpenAreIgnored() {
    var bytes =
        ": keepalive\n\ndata:\n\ndata: \n\ndata: : keepalive\n\nevent: ping\ndata:\n\ndata: a\n\n"
            .getBytes(StandardCharsets.UTF_8);
    assertThat(read(bytes)).containsExactly(new Event("message", "a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", ""})
  void jsonInsteadOfEventsIsOneEventAtItsEnd(String newline) {
    var body = "\uFEFF{\"error\":" + newline + newline + "\"x\"}" + newline;
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    for (var cut = 0; cut <= bytes.length; cut++) {
      assertThat(read(bytes, cut))
          .singleElement()
          .satisfies(
              event ->
                  assertThat(ProviderJson.object(event.data()).orElseThrow())
                      .hasToString("{\"error\":\"x\"}"));
    }
  }

  @Test
  void endlessEventFailsAtTheSizeLimit() {
    var events = new ServerEvents(100);
    var piece = "data: endless endless endless ".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(
            () -> {
              for (var i = 0; i < 10; i++) {
                events.add(piece, piece.length);
              }
            })
        .isInstanceOf(AnswerTooLong.class);
  }
}
