package dev.ziggurat;

import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.FallbackConfigSourceInterceptor;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;

/**
 * Settings that were renamed or removed. A former name is still read, also as an environment
 * variable; the new one wins where both are set in one place. A removed setting is ignored, with a
 * warning. Found by SmallRye Config as a service.
 */
public final class RenamedSettings extends FallbackConfigSourceInterceptor {

  private static final long serialVersionUID = 1L;

  /** Former names by current name. */
  static final Map<String, String> FORMER_NAMES =
      Map.of("ziggurat.tick.shutdown-grace", "ziggurat.tick.farewell");

  /** What holds instead, by the name of the removed setting. */
  static final Map<String, String> REMOVED =
      Map.of("ziggurat.chain.requeues", "one call asks each provider at most twice");

  /** Called by SmallRye Config. */
  public RenamedSettings() {
    super(FORMER_NAMES);
  }

  /**
   * Lists a former name as the new one, and no removed one, so that they are not rejected as
   * unknown.
   */
  @Override
  public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
    var names = new LinkedHashSet<String>();
    context.iterateNames().forEachRemaining(names::add);
    names.removeAll(REMOVED.keySet());
    FORMER_NAMES.forEach(
        (current, former) -> {
          if (names.remove(former)) {
            names.add(current);
          }
        });
    return names.iterator();
  }

  /** One warning per former name and removed setting that is still set. */
  static List<String> warnings(Config config) {
    var renamed =
        FORMER_NAMES.entrySet().stream()
            .filter(names -> isSet(config, names.getValue()))
            .map(names -> warning(names.getValue(), names.getKey()));
    var removed =
        REMOVED.entrySet().stream()
            .filter(setting -> isSet(config, setting.getKey()))
            .map(setting -> removal(setting.getKey(), setting.getValue()));
    return Stream.concat(renamed, removed).sorted().toList();
  }

  private static boolean isSet(Config config, String name) {
    return config.getConfigValue(name).getValue() != null;
  }

  private static String removal(String name, String instead) {
    return "Setting %s (%s) was removed and has no effect: %s; delete it"
        .formatted(name, ConfigurationProblem.variable(name), instead);
  }

  private static String warning(String former, String current) {
    return "Setting %s (%s) was renamed to %s (%s): set the new name; the old one will be removed in a later version"
        .formatted(
            former,
            ConfigurationProblem.variable(former),
            current,
            ConfigurationProblem.variable(current));
  }
}
