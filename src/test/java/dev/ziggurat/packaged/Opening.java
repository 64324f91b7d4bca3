package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A game after its second tick, from whose bytes each test that disturbs the third tick begins, and
 * the world as it is after the third and the fourth when nothing disturbs them. Played once for all
 * tests of this JVM that {@link Shared} extends.
 */
final class Opening implements AutoCloseable {

  static final int AGENTS = 12;

  /** The tick that tests disturb. */
  static final int DISTURBED = 3;

  /** The tick that follows it. */
  static final int NEXT = 4;

  private final ScratchFolder root;
  private final Installation installation;
  private final Instant slot;
  private final List<List<String>> world;
  private final List<String> ticks;

  /**
   * Without a limit that a busy machine could reach: what is to be disturbed, the tests disturb.
   */
  private Opening() throws IOException, SQLException, InterruptedException {
    root = ScratchFolder.named("opening");
    slot = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    installation = Installation.quick(root.path().resolve("opening"));
    var prelude = installation.start("demo", Installation.UNHURRIED);
    completed(prelude.tickAt(slot(1)).report(), 1);
    completed(prelude.tickAt(slot(2)).report(), 2);
    prelude.stop();
    try (var calm = copy("calm")) {
      var undisturbed = calm.start("demo", Installation.UNHURRIED);
      completed(undisturbed.tickAt(slot(DISTURBED)).report(), DISTURBED);
      completed(undisturbed.tickAt(slot(NEXT)).report(), NEXT);
      world = PlayedWorld.of(calm);
      ticks = PlayedWorld.ticks(calm);
    }
  }

  private static Opening play() {
    try {
      return new Opening();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** An installation of this name that begins from the same bytes. */
  Installation copy(String name) throws IOException {
    return installation.copyTo(root.path().resolve(name));
  }

  /** The slot of a tick. */
  String slot(int tick) {
    return slot.plusSeconds(10L * tick).toString();
  }

  /** Finds the world as if nothing had been. */
  void isTheWorldOf(Installation disturbed) throws SQLException, IOException {
    assertThat(PlayedWorld.ticks(disturbed)).isEqualTo(ticks);
    assertThat(PlayedWorld.of(disturbed)).isEqualTo(world);
  }

  static void completed(JsonNode report, int tick) {
    assertThat(report.path("outcome").asText()).as(report.toString()).isEqualTo("completed");
    assertThat(report.path("tick").asInt()).isEqualTo(tick);
  }

  @Override
  public void close() throws IOException {
    installation.close();
    root.close();
  }

  /** Gives tests the opening of this JVM, as a parameter. */
  static final class Shared implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Opening.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(Opening.class))
          .computeIfAbsent(Opening.class, type -> play(), Opening.class);
    }
  }
}
