package dev.ziggurat.gateway.texts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A shell reads the command as it is meant. */
class CurlCommandTest {

  private static final String REQUEST =
      "{\"messages\":[{\"role\":\"user\",\"content\":\"it's $HOME `id` \\\\n \\\"so\\\"\"}]}";

  @Test
  void everyCharacterOfTheRequestArrives() throws IOException, InterruptedException {
    var text =
        new CallText(
            UUID.randomUUID(),
            new UUID(0, 0),
            Instant.EPOCH,
            "/v1/messages",
            REQUEST,
            false,
            CallText.Answer.failed("none"));
    var command = CurlCommand.of("https://ziggurat.example.org", text);
    var shell =
        new ProcessBuilder(
            List.of(
                "sh", "-c", "curl() { printf '%s\\n' \"$@\"; }; ZIGGURAT_KEY=the-key; " + command));
    var process = shell.redirectErrorStream(true).start();
    var lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(lines.lines())
        .containsExactly(
            "https://ziggurat.example.org/v1/messages",
            "-H",
            "Authorization: Bearer the-key",
            "-H",
            "Content-Type: application/json",
            "-d",
            REQUEST);
  }
}
