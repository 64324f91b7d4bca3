package dev.ziggurat;

import io.smallrye.config.SmallRyeConfig;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * An invalid setting.
 *
 * @param variable the environment variable that sets it
 * @param wrong the error and how to fix it; never contains a secret
 */
record ConfigurationProblem(String key, String variable, String wrong) {

  private static final int MAX_VALUE = 60;

  private static final Pattern UNREADABLE =
      Pattern.compile(
          "(?s).*The config property (\\S+) with the config value \"(.*?)\" threw an Exception whilst"
              + " being converted (.*)");
  private static final Pattern EMPTY =
      Pattern.compile("(?s).*The config property (\\S+) (?:is required|is defined as the empty).*");
  private static final Pattern UNKNOWN = Pattern.compile("(?s).*SRCFG00050: (\\S+).*");

  /** A violated constraint: of one setting, or of a group with the name of the invalid one. */
  private static final Pattern BROKEN = Pattern.compile("(?s)(\\S+) (?:(\\.\\S+): )?(.*)");

  private static final Pattern ALIAS = Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9_.-]*)[:}].*");
  private static final Pattern SECRET = Pattern.compile("(?i).*(token|secret|key|password).*");
  private static final Pattern ALLOWED = Pattern.compile("(?s).*allowed values: (.*)");

  /**
   * Parses a message of the configuration library.
   *
   * @param texts the configuration as raw text
   */
  static ConfigurationProblem of(String message, SmallRyeConfig texts) {
    Matcher said;
    if ((said = UNREADABLE.matcher(message)).matches()) {
      return of(
          said.group(1), unreadable(said.group(1), said.group(2), said.group(3), texts), texts);
    }
    if ((said = EMPTY.matcher(message)).matches()) {
      return of(said.group(1), "is empty; give it a value, or unset it", texts);
    }
    if ((said = UNKNOWN.matcher(message)).matches()) {
      return of(said.group(1), "is not a setting; correct its name, or unset it", texts);
    }
    if ((said = BROKEN.matcher(message)).matches()) {
      var key = said.group(1) + Optional.ofNullable(said.group(2)).orElse("");
      return of(key, said.group(3) + now(key, texts), texts);
    }
    return new ConfigurationProblem("", "", message);
  }

  private static ConfigurationProblem of(String key, String wrong, SmallRyeConfig texts) {
    return new ConfigurationProblem(key, variable(key, texts), wrong);
  }

  private static String unreadable(String key, String value, String why, SmallRyeConfig texts) {
    var allowed = ALLOWED.matcher(why);
    var instead =
        allowed.matches()
            ? "set it to one of " + allowed.group(1)
            : why.contains("duration")
                ? "write a duration such as 500ms, 30s, 5m or 1h"
                : why.contains("integer") || why.contains("long") || why.contains("short")
                    ? "write a whole number"
                    : why.contains("double") || why.contains("float")
                        ? "write a number such as 0.5"
                        : "correct it (" + firstLine(why) + ")";
    return "%s cannot be read; %s, or unset it".formatted(quoted(key, value, texts), instead);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  /** The current value, unless it is secret. */
  private static String now(String key, SmallRyeConfig texts) {
    return Optional.ofNullable(texts.getConfigValue(key).getValue())
        .filter(Predicate.not(String::isBlank))
        .map(value -> "; it is " + quoted(key, value, texts))
        .orElse("");
  }

  private static String quoted(String key, String value, SmallRyeConfig texts) {
    if (SECRET.matcher(key).matches() || isSecret(value, texts)) {
      return "what it is set to";
    }
    var shown = value.length() <= MAX_VALUE ? value : value.substring(0, MAX_VALUE - 1) + "…";
    return "'" + shown.replaceAll("\\p{Cntrl}", " ") + "'";
  }

  /** Whether the value is the secret of another setting, pasted into this one. */
  private static boolean isSecret(String value, SmallRyeConfig texts) {
    return StreamSupport.stream(texts.getPropertyNames().spliterator(), false)
        .filter(name -> SECRET.matcher(name).matches())
        .anyMatch(name -> value.equals(texts.getConfigValue(name).getValue()));
  }

  /** The variable that the key's expression reads, such as WANDB_API_BASE, else the key's own. */
  private static String variable(String key, SmallRyeConfig texts) {
    var raw = texts.getConfigValue(key).getRawValue();
    var alias = ALIAS.matcher(raw == null ? "" : raw);
    var name = alias.matches() ? alias.group(1) : key;
    return variable(name);
  }

  /** The environment variable that sets a key. */
  static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  @Override
  public String toString() {
    return key.isEmpty() ? wrong : "%s (%s): %s".formatted(key, variable, wrong);
  }
}
