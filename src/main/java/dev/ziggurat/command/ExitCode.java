package dev.ziggurat.command;

/** How a command ends, as its caller learns it. */
enum ExitCode {
  DONE(0),
  /** It did not come about, or something is not as it should be. */
  FAILED(1),
  /** The arguments are wrong: trying again is no use. */
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

  /** Of both the one that a caller must rather hear of: a failure before what was skipped. */
  ExitCode or(ExitCode other) {
    if (this == FAILED || other == FAILED) {
      return FAILED;
    }
    return this == DONE ? other : this;
  }
}
