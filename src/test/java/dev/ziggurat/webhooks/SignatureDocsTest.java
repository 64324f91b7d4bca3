package dev.ziggurat.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of docs/webhooks.md accept our signatures, and no others. */
class SignatureDocsTest {

  private static final String SECRET = "whsec_c2VjcmV0IG9mIGEgd2ViaG9vayBpbiB0ZXN0cw==";
  private static final String ID = "6c0b6ce1-0b3a-4a3e-9d59-3b9f9d0a4d11";
  private static final String BODY = "{\"text\": \"ä → b\"}";

  @TempDir Path folder;

  private static String program(String language) throws IOException {
    var block =
        Pattern.compile("(?s)```%s\\n(.*?)```".formatted(language))
            .matcher(Files.readString(Path.of("docs/webhooks.md")));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private static String signature(Instant at) {
    var key = WebhookSignature.key(SECRET).orElseThrow();
    return WebhookSignature.of(key, ID, at, BODY.getBytes(StandardCharsets.UTF_8));
  }

  private void accepts(String ending, String program, String... command) throws Exception {
    assumeTrue(isThere(command[0]), command[0] + " is not here");
    var now = Instant.now();
    var file = Files.writeString(folder.resolve("check." + ending), program);
    assertThat(verdict(file, command, now, signature(now), BODY)).isEqualTo("ok");
    assertThat(verdict(file, command, now, "v1,old " + signature(now), BODY)).isEqualTo("ok");
    assertThat(verdict(file, command, now, signature(now), BODY + " ")).contains("wrong signature");
    assertThat(verdict(file, command, now, signature(now.plusSeconds(1)), BODY))
        .contains("wrong signature");
    var old = now.minusSeconds(400);
    assertThat(verdict(file, command, old, signature(old), BODY)).contains("too old");
  }

  private static boolean isThere(String name) throws InterruptedException {
    try {
      return new ProcessBuilder(name, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException notThere) {
      return false;
    }
  }

  private static String verdict(
      Path file, String[] command, Instant at, String signature, String body) throws Exception {
    var process =
        new ProcessBuilder(
                List.of(
                    command[0],
                    file.toString(),
                    SECRET,
                    ID,
                    Long.toString(at.getEpochSecond()),
                    signature,
                    Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8))))
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said.strip();
  }

  @Test
  void python() throws Exception {
    accepts(
        "py",
        program("python")
            + """
            import sys
            _, secret, id, at, signature, body = sys.argv
            verify(secret, {"webhook-id": id, "webhook-timestamp": at, "webhook-signature": signature}, base64.b64decode(body))
            print("ok")
            """,
        "python3");
  }

  @Test
  void node() throws Exception {
    accepts(
        "mjs",
        program("js")
            + """
            const [secret, id, at, signature, body] = process.argv.slice(2);
            verify(secret, { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature }, Buffer.from(body, 'base64'));
            console.log('ok');
            """,
        "node");
  }
}
