package dev.ziggurat.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.db.Database;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.Map;

/** Records who changed what, in the caller's transaction: no change without its entry. */
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

  /** The name of the caller. */
  public String who() {
    return identity.getPrincipal().getName();
  }

  /**
   * Records a change by the caller.
   *
   * @param action the operation, such as {@code settings.change}
   * @param subject its target as a path, such as {@code games/babylon/agents/ada}
   * @param detail what changed; never a secret
   */
  public void record(String action, String subject, Map<String, ?> detail) {
    recordOf(who(), action, subject, detail);
  }

  /**
   * Records an action of a person whom the request does not identify.
   *
   * @param who their name as shown
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
