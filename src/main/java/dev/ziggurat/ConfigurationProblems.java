package dev.ziggurat;

import static java.util.stream.Collectors.toMap;

import io.quarkus.runtime.configuration.AbstractConfigBuilder;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.Config;

/**
 * All errors of the configuration, found before the start with the mappings and constraints that
 * Quarkus applies later, Quarkus' own settings included.
 *
 * @param valid the configuration, if there are none
 */
record ConfigurationProblems(List<ConfigurationProblem> all, Optional<Config> valid) {

  /** The generated Quarkus class that registers all configuration mappings. */
  private static final String MAPPINGS = "io.quarkus.runtime.generated.RunTimeConfig";

  private static final int FOREMOST = 1_000;

  /**
   * Validates all settings. A package's constraints are checked only when all its settings parse,
   * so a second pass replaces unparsable values with their defaults.
   */
  static ConfigurationProblems find() {
    var builder = builder();
    try {
      return new ConfigurationProblems(List.of(), Optional.of(builder.build()));
    } catch (ConfigValidationException invalid) {
      return new ConfigurationProblems(all(builder, problems(invalid)), Optional.empty());
    }
  }

  private static List<ConfigurationProblem> all(
      SmallRyeConfigBuilder builder, List<ConfigurationProblem> first) {
    var all = new TreeMap<String, ConfigurationProblem>();
    first.forEach(problem -> all.put(problem.key(), problem));
    // Available only after the attempt to build.
    var known = builder.getDefaultValues();
    var presets =
        all.keySet().stream().collect(toMap(key -> key, key -> known.getOrDefault(key, "")));
    var patched = builder().withSources(new PropertiesConfigSource(presets, "defaults", FOREMOST));
    problems(patched).forEach(problem -> all.putIfAbsent(problem.key(), problem));
    return List.copyOf(all.values());
  }

  private static SmallRyeConfigBuilder builder() {
    var builder = new SmallRyeConfigBuilder();
    AbstractConfigBuilder.withCustomizer(builder, MAPPINGS);
    return builder;
  }

  private static List<ConfigurationProblem> problems(SmallRyeConfigBuilder builder) {
    try {
      builder.build();
      return List.of();
    } catch (ConfigValidationException invalid) {
      return problems(invalid);
    }
  }

  private static List<ConfigurationProblem> problems(ConfigValidationException invalid) {
    var texts = ConfigUtils.configBuilder().build().unwrap(SmallRyeConfig.class);
    return IntStream.range(0, invalid.getProblemCount())
        .mapToObj(index -> invalid.getProblem(index).getMessage())
        .map(message -> ConfigurationProblem.of(message, texts))
        .toList();
  }

  /** One line per error. */
  @Override
  public String toString() {
    return all.stream()
        .map(problem -> "  " + problem)
        .collect(
            Collectors.joining(
                "\n",
                "Ziggurat does not start: %d of its settings %s wrong (docs/configuration.md).\n"
                    .formatted(all.size(), all.size() == 1 ? "is" : "are"),
                ""));
  }
}
