package dev.ziggurat.command;

import java.util.Map;
import picocli.CommandLine.Option;

/** A command's arguments, parsed and checked. */
abstract sealed class CommandOptions
    permits ExportCommand.Arguments,
        ImportCommand.Arguments,
        MigrateCommand.Arguments,
        ReplayCommand.Arguments,
        TickCommand.Arguments,
        TrajectoriesCommand.Arguments,
        WorldCheckCommand.Arguments {

  @Option(
      names = "--json",
      description =
          "For programs: standard output has only the result, as JSON. Errors while the command runs"
              + " are written there as JSON, too.")
  boolean json;

  /** Whether the command calls models. */
  boolean asksModels() {
    return false;
  }

  /** System properties that this command needs beside those of every command. */
  Map<String, String> settings() {
    return Map.of();
  }

  /**
   * Checks across options.
   *
   * @throws CommandFault if the arguments are invalid
   */
  void check() {
    // No checks by default.
  }
}
