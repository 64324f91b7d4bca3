package dev.ziggurat.training.wandb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure.ConnectionLost;
import dev.ziggurat.llm.ProviderFailure.Details;
import dev.ziggurat.llm.ProviderFailure.TimedOut;
import dev.ziggurat.training.TrainingConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sends files to the storage addresses that W&amp;B names. Such an address is a secret while it is
 * valid, so it is in no message.
 */
@Singleton
class PresignedUploads {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int OK = 200;
  private static final int MULTIPLE_CHOICES = 300;

  private final WandbAccess access;
  private final TrainingConfig config;

  PresignedUploads(WandbAccess access, TrainingConfig config) {
    this.access = access;
    this.config = config;
  }

  /**
   * Where a file goes.
   *
   * @param headers to send with it, as {@code Name: value}
   */
  record Target(URI address, List<String> headers) {

    /** Reads an answer of W&amp;B; empty if it names no address. */
    static Optional<Target> of(JsonNode url, JsonNode headers) {
      if (!url.isTextual() || url.textValue().isBlank()) {
        return Optional.empty();
      }
      var lines = new ArrayList<String>();
      headers.forEach(line -> lines.add(line.asText()));
      return Optional.of(new Target(address(url.textValue()), lines));
    }

    private static URI address(String text) {
      try {
        return URI.create(text);
      } catch (IllegalArgumentException malformed) {
        throw failure("W&B named no valid address to upload to");
      }
    }
  }

  void put(Optional<Target> target, Path file) {
    if (target.isPresent()) {
      try {
        put(target.get(), BodyPublishers.ofFile(file));
      } catch (IOException e) {
        throw failure("the training file could not be read");
      }
    }
  }

  void put(Optional<Target> target, byte[] content) {
    target.ifPresent(to -> put(to, BodyPublishers.ofByteArray(content)));
  }

  private void put(Target target, BodyPublisher content) {
    if (!"https".equals(target.address().getScheme()) && !access.isSimulated()) {
      throw failure("W&B named an address without TLS to upload to");
    }
    var request =
        HttpRequest.newBuilder(target.address()).timeout(config.uploadLimit()).PUT(content);
    for (var line : target.headers()) {
      var colon = line.indexOf(':');
      if (colon > 0) {
        request.header(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    try (var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build()) {
      var status = client.send(request.build(), BodyHandlers.discarding()).statusCode();
      if (status < OK || status >= MULTIPLE_CHOICES) {
        throw failure("the storage answered HTTP " + status + " to the upload");
      }
    } catch (HttpTimeoutException late) {
      throw new TimedOut(
          Provider.WANDB,
          Details.of("the upload took longer than " + config.uploadLimit().toSeconds() + " s"),
          late);
    } catch (IOException lost) {
      throw failure("the connection to the storage was lost during the upload");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw failure("the upload was interrupted");
    }
  }

  private static ConnectionLost failure(String message) {
    return new ConnectionLost(Provider.WANDB, Details.of(message));
  }
}
