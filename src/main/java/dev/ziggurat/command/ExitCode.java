package dev.ziggurat.command;

/** Exit codes of commands. */
enum ExitCode {
  DONE(0),
  /** Failed, or a check did not pass. */
  FAILED(1),
  /** The arguments are invalid; a retry does not help. */
  MISUSED(2),
  /** Not now: EX_TEMPFAIL of sysexits.h. */
  SKIPPED(75);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** The more severe of both: failed before skipped. */
  ExitCode or(ExitCode other) {
    if (this == FAILED || other == FAILED) {
      return FAILED;
    }
    return this == DONE ? other : this;
  }
}
