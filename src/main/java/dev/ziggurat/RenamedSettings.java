package dev.ziggurat;

import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.FallbackConfigSourceInterceptor;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/**
 * Settings that were renamed. The former name is still read, also as an environment variable; the
 * new one wins where both are set in one place. Found by SmallRye Config as a service.
 */
public final class RenamedSettings extends FallbackConfigSourceInterceptor {

  private static final long serialVersionUID = 1L;

  /** Former names by current name. */
  static final Map<String, String> FORMER_NAMES =
      Map.of("ziggurat.tick.shutdown-grace", "ziggurat.tick.farewell");

  /** Called by SmallRye Config. */
  public RenamedSettings() {
    super(FORMER_NAMES);
  }

  /** Lists a former name as the new one, so that it is not rejected as unknown. */
  @Override
  public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
    var names = new LinkedHashSet<String>();
    context.iterateNames().forEachRemaining(names::add);
    FORMER_NAMES.forEach(
        (current, former) -> {
          if (names.remove(former)) {
            names.add(current);
          }
        });
    return names.iterator();
  }

  /** One warning per former name that is still set. */
  static List<String> warnings(Config config) {
    return FORMER_NAMES.entrySet().stream()
        .filter(names -> config.getConfigValue(names.getValue()).getValue() != null)
        .map(names -> warning(names.getValue(), names.getKey()))
        .sorted()
        .toList();
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
