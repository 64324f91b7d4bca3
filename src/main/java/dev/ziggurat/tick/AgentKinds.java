package dev.ziggurat.tick;

import dev.ziggurat.db.Parameters;
import dev.ziggurat.world.AgentKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.Optional;

/** Who decides for an agent, as columns of {@code agent}. */
final class AgentKinds {

  private static final Optional<AgentKind.External> NONE = Optional.empty();

  private AgentKinds() {}

  static void bind(Parameters parameters, AgentKind kind) throws SQLException {
    parameters.setString("kind", kind.id());
    var answerWithinMillis =
        switch (kind) {
          case AgentKind.Model _ -> null;
          case AgentKind.External _ -> null;
          case AgentKind.Player player -> (Long) player.answerWithin().toMillis();
        };
    var external = kind instanceof AgentKind.External known ? Optional.of(known) : NONE;
    parameters.setString("url", external.map(AgentKind.External::url));
    parameters.setString("keyVariable", external.map(AgentKind.External::keyVariable));
    parameters.setObject("answerWithinMillis", answerWithinMillis, Types.BIGINT);
  }

  static AgentKind read(ResultSet row) throws SQLException {
    return switch (row.getString("kind")) {
      case AgentKind.Player.ID ->
          new AgentKind.Player(Duration.ofMillis(row.getLong("answer_within_millis")));
      case AgentKind.External.ID ->
          new AgentKind.External(row.getString("url"), row.getString("key_variable"));
      default -> AgentKind.MODEL;
    };
  }
}
