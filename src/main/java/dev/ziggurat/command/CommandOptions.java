package dev.ziggurat.command;

import picocli.CommandLine.Option;

/** What a command is asked for: its arguments, read and checked. */
abstract sealed class CommandOptions
    permits ExportCommand.Arguments,
        ImportCommand.Arguments,
        MigrateCommand.Arguments,
        ReplayCommand.Arguments,
        TickCommand.Arguments {

  @Option(
      names = "--json",
      description =
          "For programs: standard output holds the result as JSON and nothing else. Errors that come"
              + " up while the command runs are told there, too.")
  boolean json;

  /** Whether models are asked. */
  boolean asksModels() {
    return false;
  }

  /**
   * Looks at what no single option tells.
   *
   * @throws CommandFault if the arguments do not do
   */
  void check() {
    // Nothing, for most.
  }
}
