package dev.ziggurat.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.db.Database;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.Map;

/** Writes down who changed what, in the caller's transaction: no change without its entry. */
@Singleton
public class Audit {

  private final Database database;
  private final SecurityIdentity identity;
  private final ObjectMapper json;

  Audit(Database database, SecurityIdentity identity, ObjectMapper json) {
    this.database = database;
    this.identity = identity;
    this.json = json;
  }

  /** The name of whoever asks for the change. */
  public String who() {
    return identity.getPrincipal().getName();
  }

  /**
   * Records a change by whoever asks for it.
   *
   * @param action what was done, such as {@code settings.change}
   * @param subject to what, as a path such as {@code games/babylon/agents/ada}
   * @param detail what changed; never a secret
   */
  public void record(String action, String subject, Map<String, ?> detail) {
    recordOf(who(), action, subject, detail);
  }

  /**
   * Records what was done by somebody whom the request does not name by itself.
   *
   * @param who their name, as it is to be read
   */
  public void recordOf(String who, String action, String subject, Map<String, ?> detail) {
    database.update(
        "insert into audit (who, action, subject, detail) values (:who, :action, :subject, :detail)",
        parameters -> {
          parameters.setString("who", who);
          parameters.setString("action", action);
          parameters.setString("subject", subject);
          parameters.setString("detail", stored(detail));
        });
  }

  private String stored(Map<String, ?> detail) {
    try {
      return json.writeValueAsString(detail);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
