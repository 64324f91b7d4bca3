package dev.ziggurat.tick;

import dev.ziggurat.db.Parameters;
import dev.ziggurat.world.AgentKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;

/** Who decides for an agent, as columns of {@code agent}. */
final class AgentKinds {

  private AgentKinds() {}

  static void bind(Parameters parameters, AgentKind kind) throws SQLException {
    parameters.setString("kind", kind.id());
    var answerWithinMillis =
        switch (kind) {
          case AgentKind.Model _ -> null;
          case AgentKind.Player player -> (Long) player.answerWithin().toMillis();
        };
    parameters.setObject("answerWithinMillis", answerWithinMillis, Types.BIGINT);
  }

  static AgentKind read(ResultSet row) throws SQLException {
    return switch (row.getString("kind")) {
      case AgentKind.Player.ID ->
          new AgentKind.Player(Duration.ofMillis(row.getLong("answer_within_millis")));
      default -> AgentKind.MODEL;
    };
  }
}
