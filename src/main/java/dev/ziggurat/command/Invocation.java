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

  /** To serve, until somebody ends it. */
  record Service() implements Invocation {}

  /** For something that is told already: help, the version, or what is wrong with the arguments. */
  record Answered(int exitCode) implements Invocation {}

  /**
   * To run one command, which {@link Commands} does.
   *
   * @param asksModels whether it asks models
   */
  record OneCommand(boolean asksModels) implements Invocation {

    private static final String PROFILE = "command";

    /**
     * What must hold while it runs, whatever the environment that it shares with the service says:
     * system properties. What may be set otherwise stands in application.properties, for profile
     * {@code command}.
     *
     * @param profiles the active ones, the last of which counts most
     */
    public Map<String, String> settings(List<String> profiles) {
      var settings = new HashMap<String, String>();
      if (!profiles.contains(PROFILE)) {
        settings.put("quarkus.profile", String.join(",", profiles) + ',' + PROFILE);
      }
      settings.put("quarkus.scheduler.enabled", "false");
      settings.put("quarkus.flyway.migrate-at-start", "false");
      // The simulator is asked over HTTP, as the providers are.
      var plays = asksModels && Endpoints.mayPlay(profiles);
      settings.put("quarkus.http.host-enabled", Boolean.toString(plays));
      settings.put("quarkus.http.host", "127.0.0.1");
      settings.put("quarkus.http.port", "0");
      return Map.copyOf(settings);
    }
  }

  /** Whether this process runs a command: what a service does at its start is left out. */
  static boolean isCommand() {
    return ConfigUtils.isProfileActive(OneCommand.PROFILE);
  }

  /** Reads the arguments, and tells what can be told of them without anything else. */
  static Invocation of(String... args) {
    return args.length == 0 ? new Service() : of(Terminal.ofThisProcess(), args);
  }

  /** The same on this terminal, for arguments there are. */
  static Invocation of(Terminal terminal, String... args) {
    var line = ZigguratCommand.on(terminal);
    try {
      var parsed = line.parseArgs(args);
      var helped = CommandLine.executeHelpRequest(parsed);
      if (helped != null) {
        return new Answered(helped);
      }
      return new OneCommand(ZigguratCommand.asked(parsed).asksModels());
    } catch (ParameterException wrong) {
      terminal.remark(told(wrong));
      return new Answered(ExitCode.MISUSED.number());
    } catch (CommandFault fault) {
      terminal.remark(fault.getMessage());
      return new Answered(fault.exitCode().number());
    }
  }

  private static String told(ParameterException wrong) {
    var text = new StringWriter();
    var writer = new PrintWriter(text);
    writer.println(wrong.getMessage());
    UnmatchedArgumentException.printSuggestions(wrong, writer);
    writer.print(
        "'%s --help' tells what there is."
            .formatted(wrong.getCommandLine().getCommandSpec().qualifiedName()));
    return text.toString();
  }
}
