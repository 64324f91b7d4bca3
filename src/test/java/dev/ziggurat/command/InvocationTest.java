package dev.ziggurat.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of arguments before anything starts. */
class InvocationTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Invocation of(String... args) {
    return Invocation.of(
        new Terminal(
            InputStream.nullInputStream(),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false),
        args);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void withoutArgumentsItServes() {
    assertThat(Invocation.of()).isEqualTo(new Invocation.Service());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tick",
        "tick --game=babylon --slot=2026-11-20T10:15:00Z --budget=45s --json",
        "tick --game babylon --key deploy-17 --budget PT2M",
        "export",
        "export --json",
        "import --mode=create --force",
        "replay --game=babylon --until=12",
        "migrate",
        "migrate --json",
        "world check http://127.0.0.1:8000 --key-variable=MY_WORLD_KEY --agents=10 --ticks=2 --json"
      })
  void aCommandIsToBeRun(String line) {
    assertThat(of(line.split(" "))).isInstanceOf(Invocation.OneCommand.class);
    assertThat(out() + err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tick --slot=tomorrow              | --slot      | RFC 3339
          tick --slot=1999-12-31T23:59:59Z  | --slot      | this century
          tick --budget=0                   | --budget    | from 1s to 1h
          tick --budget=2h                  | --budget    | from 1s to 1h
          tick --budget=soon                | --budget    | such as 45s
          tick --key=                       | --key       | 1 to 200 characters
          tick --slto=2026-11-20T10:15:00Z  | --slto      | --slot
          tick --game                       | --game      | parameter
          tick --game=a --game=b            | --game      | only once
          tick babylon                      | babylon     | tick --help
          replay                            | --game      | Missing
          replay --game=a --until=-1        | --until     | tick number
          replay --game=a --until=last      | --until     | tick number
          import --mode=merge               | --mode      | upsert
          import --file=nowhere.jsonl       | --file      | no readable file
          import --file=src                 | --file      | is a folder
          export --file=nowhere/out.jsonl   | --file      | no folder
          export --file=src                 | --file      | is a folder
          world                             | missing     | ziggurat world --help
          world chekc                       | chekc       | check
          world check --key-variable=A      | <url>       | Missing
          world check http://x              | --key-variable | Missing
          world check http://x --key-variable=A --agents=1 | --agents | from 2 to 1000
          world check http://x --key-variable=A --ticks=0  | --ticks  | from 1 to 1000
          --json                            | --json      | ziggurat --help
          """)
  void aWrongArgumentIsNamedWithTheWayOut(String line, String name, String wayOut) {
    assertThat(of(line.strip().split(" "))).isEqualTo(new Invocation.Answered(2));
    assertThat(err()).contains(name, wayOut);
    assertThat(out()).isEmpty();
  }

  @Test
  void aKeyWithAControlCharacterIsRefused() {
    assertThat(of("tick", "--key=a\u0007b")).isEqualTo(new Invocation.Answered(2));
    assertThat(err()).contains("--key", "control character");
  }

  @ParameterizedTest
  @CsvSource({"tik,tick", "migarte,migrate", "exprot,export", "inport,import", "repaly,replay"})
  void aMistypedCommandIsGuessed(String mistyped, String meant) {
    assertThat(of(mistyped)).isEqualTo(new Invocation.Answered(2));
    assertThat(err()).contains("'" + mistyped + "'").contains("ziggurat " + meant);
  }

  @Test
  void helpIsThereEverywhere() {
    for (var command : List.of("", "tick", "migrate", "export", "import", "replay")) {
      out.reset();
      var args = command.isEmpty() ? new String[] {"--help"} : new String[] {command, "--help"};
      assertThat(of(args)).isEqualTo(new Invocation.Answered(0));
      assertThat(out()).startsWith("Usage: ziggurat").contains("--help", "--version");
      if (!command.isEmpty()) {
        assertThat(out()).contains("--json", "Exit codes:", "  0   ", "  1   ", "  2   ");
      }
    }
    assertThat(err()).isEmpty();
  }

  @Test
  void theHelpOfTickTellsOfSkippedTicksAndSeveralGames() {
    of("tick", "--help");
    assertThat(out())
        .contains("--game", "--slot", "--key", "--budget", "  75  ", "the most severe code");
  }

  @Test
  void theHelpOfTheCheckOfWorldsTellsWhatItNeeds() {
    assertThat(of("world", "--help")).isEqualTo(new Invocation.Answered(0));
    assertThat(out()).startsWith("Usage: ziggurat world").contains("check");
    of("world", "check", "--help");
    assertThat(out()).contains("<url>", "--key-variable", "--agents", "--ticks", "Exit codes:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "tick --version"})
  void theVersionIsTold(String line) {
    assertThat(of(line.split(" "))).isEqualTo(new Invocation.Answered(0));
    assertThat(out()).startsWith("Ziggurat ");
  }

  @Test
  void aCommandListensOnlyWhereItPlaysTheProvidersItAsks(@TempDir Path folder) {
    var tick = (Invocation.OneCommand) of("tick");
    var export = (Invocation.OneCommand) of("export", "--file=" + folder.resolve("all.jsonl"));

    assertThat(tick.settings(List.of("prod")))
        .containsEntry("quarkus.profile", "prod,command")
        .containsEntry("quarkus.http.host-enabled", "false")
        .containsEntry("quarkus.scheduler.enabled", "false")
        .containsEntry("quarkus.flyway.migrate-at-start", "false");
    assertThat(tick.settings(List.of("demo")))
        .containsEntry("quarkus.http.host-enabled", "true")
        .containsEntry("quarkus.http.host", "127.0.0.1")
        .containsEntry("quarkus.http.port", "0");
    assertThat(export.settings(List.of("demo")))
        .containsEntry("quarkus.http.host-enabled", "false");
    assertThat(tick.settings(List.of("demo", "command"))).doesNotContainKey("quarkus.profile");
    var check = (Invocation.OneCommand) of("world", "check", "http://x", "--key-variable=A");
    assertThat(check.settings(List.of("prod")))
        .containsEntry("quarkus.datasource.active", "false")
        .containsEntry("quarkus.http.host-enabled", "false");
  }
}
