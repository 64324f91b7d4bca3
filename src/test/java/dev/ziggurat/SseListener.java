package dev.ziggurat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** Listens to a stream of server-sent events as a browser does. */
public final class SseListener implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final List<String> unknownFields = new CopyOnWriteArrayList<>();
  private final HttpResponse<InputStream> answer;
  private volatile String lastId;
  private volatile boolean over;

  /** An event. */
  public record Heard(String type, JsonNode data) {

    /** A field of its data as text. */
    public String text(String field) {
      return data.path(field).asText();
    }
  }

  private SseListener(HttpRequest request, String lastId) {
    this.lastId = lastId;
    try {
      this.answer = client.send(request, BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    Thread.ofVirtual().start(this::listen);
  }

  /** Begins to listen, as if for the first time when the last id is null. */
  public static SseListener at(String address, String token, String lastId) {
    var request =
        HttpRequest.newBuilder(URI.create(address))
            .header("Accept", "text/event-stream")
            .header("Authorization", "Bearer " + token);
    if (lastId != null) {
      request.header("Last-Event-ID", lastId);
    }
    return new SseListener(request.build(), lastId);
  }

  /** Lines that are neither of the four fields that server-sent events have, nor comments. */
  public List<String> unknownFields() {
    return List.copyOf(unknownFields);
  }

  private void listen() {
    try (var lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      var json = new ObjectMapper();
      var type = "message";
      var data = new StringBuilder();
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("id:")) {
          lastId = line.substring("id:".length()).strip();
        } else if (line.startsWith("event:")) {
          type = line.substring("event:".length()).strip();
        } else if (line.startsWith("data:")) {
          data.append(line.substring("data:".length()));
        } else if (!line.isEmpty() && !line.startsWith(":") && !line.startsWith("retry:")) {
          unknownFields.add(line);
        } else if (line.isEmpty()) {
          if (!data.isEmpty()) {
            heard.add(new Heard(type, json.readTree(data.toString())));
          }
          type = "message";
          data.setLength(0);
        }
      }
    } catch (IOException closed) {
      // That is how it ends.
    } finally {
      over = true;
    }
  }

  /** The status of the answer. */
  public int status() {
    return answer.statusCode();
  }

  /** All that has been heard so far. */
  public List<Heard> heard() {
    return List.copyOf(heard);
  }

  /** What has been heard of this type so far. */
  public List<Heard> heard(String type) {
    return heard.stream().filter(each -> each.type().equals(type)).toList();
  }

  /** Waits until so many events of a type have been heard. */
  public List<Heard> await(String type, int count) {
    Awaitility.await(type)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> heard(type).size() >= count);
    return heard(type);
  }

  /** Waits for a first id, from which on nothing can be missed, and tells the newest. */
  public String awaitId() {
    Awaitility.await("id").atMost(PATIENCE).until(() -> lastId != null);
    return lastId;
  }

  /** Waits until the other side ends the stream. */
  public void awaitEnd() {
    Awaitility.await("end").atMost(PATIENCE).until(() -> over);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
