package dev.ziggurat.command;

import dev.ziggurat.provider.Endpoints;
import io.quarkus.runtime.configuration.ConfigUtils;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What this process was started for. */
public sealed interface Invocation {

  /** Run the service until it is stopped. */
  record Service() implements Invocation {}

  /** Already handled: help, the version, or invalid arguments. */
  record Answered(int exitCode) implements Invocation {}

  /**
   * Run one command with {@link Commands}.
   *
   * @param asksModels whether it calls models
   * @param needs system properties of this command
   */
  record OneCommand(boolean asksModels, Map<String, String> needs) implements Invocation {

    private static final String PROFILE = "command";

    /**
     * System properties that override the environment shared with the service. Overridable settings
     * are in application.properties, for profile {@code command}.
     *
     * @param profiles the active profiles; the last takes precedence
     */
    public Map<String, String> settings(List<String> profiles) {
      var settings = new HashMap<>(needs);
      if (!profiles.contains(PROFILE)) {
        settings.put("quarkus.profile", String.join(",", profiles) + ',' + PROFILE);
      }
      settings.put("quarkus.scheduler.enabled", "false");
      settings.put("quarkus.flyway.migrate-at-start", "false");
      // The simulator is called over HTTP, as the providers are.
      var plays = asksModels && Endpoints.maySimulate(profiles);
      settings.put("quarkus.http.host-enabled", Boolean.toString(plays));
      settings.put("quarkus.http.host", "127.0.0.1");
      settings.put("quarkus.http.port", "0");
      return Map.copyOf(settings);
    }
  }

  /** Whether this process runs a command; if so, start-up work of the service is skipped. */
  static boolean isCommand() {
    return ConfigUtils.isProfileActive(OneCommand.PROFILE);
  }

  /** Parses the arguments, and prints help, the version or errors. */
  static Invocation of(String... args) {
    return args.length == 0 ? new Service() : of(Terminal.ofThisProcess(), args);
  }

  /** The same on this terminal, for at least one argument. */
  static Invocation of(Terminal terminal, String... args) {
    var line = ZigguratCommand.on(terminal);
    try {
      var parsed = line.parseArgs(args);
      var helped = CommandLine.executeHelpRequest(parsed);
      if (helped != null) {
        return new Answered(helped);
      }
      var asked = ZigguratCommand.asked(parsed);
      return new OneCommand(asked.asksModels(), asked.settings());
    } catch (ParameterException wrong) {
      terminal.writeMessage(usageError(wrong));
      return new Answered(ExitCode.MISUSED.number());
    } catch (CommandFault fault) {
      terminal.writeMessage(fault.getMessage());
      return new Answered(fault.exitCode().number());
    }
  }

  private static String usageError(ParameterException wrong) {
    var text = new StringWriter();
    var writer = new PrintWriter(text);
    writer.println(wrong.getMessage());
    UnmatchedArgumentException.printSuggestions(wrong, writer);
    writer.print(
        "'%s --help' lists commands and options."
            .formatted(wrong.getCommandLine().getCommandSpec().qualifiedName()));
    return text.toString();
  }
}
