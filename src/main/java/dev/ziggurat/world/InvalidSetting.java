package dev.ziggurat.world;

/** A setting that a new game was to be founded with is not what its world asks for. */
public final class InvalidSetting extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String setting;
  private final String fault;

  /**
   * A setting and what is wrong with it.
   *
   * @param setting its name
   * @param fault what is wrong and what would be right, such as {@code must be a whole number}
   */
  public InvalidSetting(String setting, String fault) {
    super(setting + ": " + fault);
    this.setting = setting;
    this.fault = fault;
  }

  /** The name of the setting. */
  public String setting() {
    return setting;
  }

  /** What is wrong with it. */
  public String fault() {
    return fault;
  }
}
