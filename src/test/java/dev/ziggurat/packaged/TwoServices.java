package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Two processes of the package in profile demo on one database, each with a simulator of its own.
 * All tests that {@link Shared} extends are given the same two; after each of them nothing fails,
 * nothing is slow and no provider is cooling down.
 */
final class TwoServices implements AutoCloseable {

  private static final String ADMIN = "dev-admin";

  private final ScratchFolder folder;
  private final Installation installation;
  private final PackagedProcess one;
  private final PackagedProcess other;

  private TwoServices(
      ScratchFolder folder, Installation installation, PackagedProcess one, PackagedProcess other) {
    this.folder = folder;
    this.installation = installation;
    this.one = one;
    this.other = other;
  }

  private static TwoServices start() {
    try {
      var folder = ScratchFolder.named("two-services");
      var installation = Installation.quick(folder.path());
      return new TwoServices(
          folder,
          installation,
          installation.start("demo", Installation.UNHURRIED),
          installation.startBeside("demo", Installation.UNHURRIED));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder.path();
  }

  Installation installation() {
    return installation;
  }

  /** The one that started the database. */
  PackagedProcess one() {
    return one;
  }

  PackagedProcess other() {
    return other;
  }

  /**
   * Keeps ticks from being applied until the connection is closed: all that happens meanwhile
   * happens while a tick runs, however slow the machine is.
   */
  Connection holdTicks() throws SQLException, IOException {
    var connection = installation.connect();
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute("lock table babylon_wallet in exclusive mode");
    }
    return connection;
  }

  /** Waits for what comes about in a moment, or later on a busy machine. */
  static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(60, TimeUnit.SECONDS)
        .pollInterval(50, TimeUnit.MILLISECONDS)
        .until(condition);
  }

  private void calm() {
    for (var each : List.of(one, other)) {
      each.faults("{}");
      var forgotten = each.send("DELETE", "/api/admin/ai-models/cooldowns", ADMIN, "");
      assertThat(forgotten.status()).as(forgotten.text()).isEqualTo(204);
      assertThat(each.get("/q/health/ready", "").status())
          .as("services and database outlive every test")
          .isEqualTo(200);
    }
  }

  @Override
  public void close() throws IOException {
    installation.close();
    folder.close();
  }

  /** Gives tests the two services of this JVM, as a parameter. */
  static final class Shared implements ParameterResolver, AfterEachCallback {

    private static TwoServices of(ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(TwoServices.class))
          .computeIfAbsent(TwoServices.class, type -> start(), TwoServices.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == TwoServices.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return of(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
      of(context).calm();
    }
  }
}
