package dev.ziggurat.config;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigValue;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Settings of libraries that follow from ours: above application.properties, below the environment.
 * They may contain keys, so they are never printed.
 */
public final class DerivedSettings implements ConfigSource {

  private static final int ORDINAL = 275;

  private final String name;
  private final Map<String, String> settings;

  /**
   * Settings as they are now.
   *
   * @param name of this source, for messages about configuration
   */
  public DerivedSettings(String name, Map<String, String> settings) {
    this.name = name;
    this.settings = Map.copyOf(settings);
  }

  /** What is set, without spaces around it; empty if it is not set, or blank. */
  public static Optional<String> given(ConfigSourceContext context, String name) {
    return Optional.ofNullable(context.getValue(name))
        .map(ConfigValue::getValue)
        .map(String::strip)
        .filter(Predicate.not(String::isEmpty));
  }

  /** Lists none, so that no setting of the build machine gets into the package. */
  @Override
  public Set<String> getPropertyNames() {
    return Set.of();
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }

  @Override
  public @Nullable String getValue(String property) {
    return settings.get(property);
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }
}
