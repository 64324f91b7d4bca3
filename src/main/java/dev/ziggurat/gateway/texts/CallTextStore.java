package dev.ziggurat.gateway.texts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.db.Database;
import dev.ziggurat.gateway.guarded.RequestMask;
import dev.ziggurat.guardrails.TextMask;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps texts in the database, without secrets. */
@Singleton
class CallTextStore {

  /** PostgreSQL refuses this character in texts. */
  private static final char NUL = '\0';

  private final Database database;
  private final CallTextsConfig config;
  private final InstantSource time;
  private final ObjectMapper json;

  CallTextStore(Database database, CallTextsConfig config, InstantSource time, ObjectMapper json) {
    this.database = database;
    this.config = config;
    this.time = time;
    this.json = json;
  }

  /** Writes texts in one transaction. */
  void save(List<CallText> texts) {
    database.batch(
        """
        insert into call_text (call_id, owner, at, api, request, request_cut, answer, bytes)
        values (:callId, :owner, :at, :api, :request, :requestCut, :answer, :bytes)
        on conflict (call_id) do nothing
        """,
        texts,
        (parameters, text) -> {
          var secrets = new RequestMask(TextMask.ofSecrets());
          var request = stored(secrets.of(text.request(), json.reader()));
          var answer = stored(secrets.of(written(text.answer()), json.reader()));
          parameters.setObject("callId", text.callId());
          parameters.setObject("owner", text.owner());
          parameters.setInstant("at", text.at());
          parameters.setString("api", text.api());
          parameters.setString("request", request);
          parameters.setBoolean("requestCut", text.requestCut());
          parameters.setString("answer", answer);
          parameters.setLong("bytes", bytes(request) + bytes(answer));
        });
  }

  private static String stored(String text) {
    return text.replace(NUL, '\uFFFD');
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The texts of a call, unless their retention period is over. */
  Optional<CallText> find(UUID callId) {
    return database.first(
        "select * from call_text where call_id = :callId and at >= :since",
        parameters -> {
          parameters.setObject("callId", callId);
          parameters.setInstant("since", time.instant().minus(config.keep()));
        },
        row ->
            new CallText(
                row.getObject("call_id", UUID.class),
                row.getObject("owner", UUID.class),
                row.getTimestamp("at").toInstant(),
                row.getString("api"),
                row.getString("request"),
                row.getBoolean("request_cut"),
                read(row.getString("answer"))));
  }

  private String written(CallText.Answer answer) {
    try {
      return json.writeValueAsString(answer);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private CallText.Answer read(String stored) {
    try {
      return json.readValue(stored, CallText.Answer.class);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
