package dev.ziggurat.provider;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.llm.ProviderDefinition.Origin;
import dev.ziggurat.llm.ProviderFailure.AuthRejected;
import dev.ziggurat.llm.ProviderFailure.Details;
import dev.ziggurat.llm.Providers;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Startup;
import io.smallrye.config.SmallRyeConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/**
 * Decides for each provider whether calls go to the real API, to the simulator, or nowhere.
 *
 * <p>A provider with an API key is real. If no built-in provider has a key, the profiles dev, test
 * and demo simulate all four. As soon as one has a key, only the providers listed in {@code
 * ziggurat.simulator.providers} are simulated. The profile prod never simulates, and only built-in
 * providers can be simulated.
 */
@Startup
@Singleton
public class Endpoints {

  private static final Set<String> SIMULATING_PROFILES = Set.of("dev", "test", "demo");
  private static final String SIMULATED_KEY = "simulated";
  private static final String LONGER =
      " and could not be hidden in logs; for a server that takes no key set any longer text, such as not-needed";

  private final Map<Provider, Endpoint> real = new HashMap<>();
  private final Optional<OfflineProviders> offline;
  private final Set<Provider> simulated;
  private final Config config;
  private final String wandbProject;

  @Inject
  Endpoints(ProviderConfig providers, Config config) {
    this(providers, config, ServiceLoader.load(OfflineProviders.class).findFirst());
  }

  Endpoints(ProviderConfig providers, Config config, Optional<OfflineProviders> offline) {
    this.config = config;
    this.offline = offline;
    this.wandbProject = notBlank(providers.wandb().project()).orElse("");
    var upstreams =
        Map.of(
            Provider.WANDB, providers.wandb(),
            Provider.GROQ, providers.groq(),
            Provider.CLAUDE, providers.claude(),
            Provider.OPENAI, providers.openai());
    for (var definition : Providers.builtIn().definitions()) {
      var provider = definition.provider();
      var upstream = upstreams.get(provider);
      var base = base(definition, notBlank(upstream.apiBase()));
      notBlank(upstream.apiKey())
          .map(key -> checked(definition, key))
          .ifPresent(key -> real.put(provider, new Endpoint(provider, base, key, false)));
    }
    this.simulated = simulated(providers, config.unwrap(SmallRyeConfig.class).getProfiles());
  }

  private static String checked(ProviderDefinition definition, String key) {
    if (key.length() < Endpoint.MIN_KEY_LENGTH) {
      throw new IllegalArgumentException(
          "%s: %s"
              .formatted(
                  "ziggurat.provider.%s.api-key".formatted(definition.id()),
                  tooShort(definition.access().keyVariable()) + LONGER));
    }
    return key;
  }

  private static String tooShort(String variable) {
    return "the key in %s has fewer than %d characters"
        .formatted(variable, Endpoint.MIN_KEY_LENGTH);
  }

  /** Whether these profiles simulate all providers when none has a key. */
  public static boolean maySimulate(List<String> profiles) {
    return !profiles.contains("prod") && profiles.stream().anyMatch(SIMULATING_PROFILES::contains);
  }

  private Set<Provider> simulated(ProviderConfig providers, List<String> profiles) {
    if (profiles.contains("prod")) {
      return Set.of();
    }
    if (real.isEmpty() && maySimulate(profiles)) {
      return Set.copyOf(Providers.builtIn().inOrder());
    }
    return providers.simulated().orElse(Set.of()).stream()
        .map(id -> new Provider(id.strip().toLowerCase(Locale.ROOT)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The endpoint of the provider; empty when it has no key and is not simulated. */
  public Optional<Endpoint> find(ProviderDefinition definition) {
    return definition.origin() == Origin.BUILT_IN
        ? builtIn(definition.provider())
        : key(definition.access().keyVariable())
            .map(
                key ->
                    new Endpoint(
                        definition.provider(), URI.create(definition.access().base()), key, false));
  }

  /**
   * Identifies address, key and default project of the provider; empty when it has no key. A hash,
   * so that it can be stored: it does not tell the key.
   */
  public String id(ProviderDefinition definition) {
    var project =
        definition.provider().equals(Provider.WANDB)
            ? wandbProject
            : definition.access().project().orElse("");
    return find(definition).map(endpoint -> endpoint.id(project)).orElse("");
  }

  private Optional<Endpoint> builtIn(Provider provider) {
    var endpoint = real.get(provider);
    if (endpoint != null) {
      return Optional.of(endpoint);
    }
    return offline
        .filter(simulator -> simulated.contains(provider))
        .map(
            simulator ->
                new Endpoint(
                    provider,
                    withoutSlash(simulator.baseAddress(provider, httpPort())),
                    SIMULATED_KEY,
                    true));
  }

  /** Read on every call, because an admin can change the name of the variable at any time. */
  private Optional<String> key(String variable) {
    return configuredKey(variable).filter(key -> key.length() >= Endpoint.MIN_KEY_LENGTH);
  }

  private Optional<String> configuredKey(String variable) {
    return notBlank(config.getOptionalValue(variable, String.class));
  }

  /**
   * The endpoint of the provider.
   *
   * @throws AuthRejected when it has no key and is not simulated; the message names the variable to
   *     set
   */
  public Endpoint get(ProviderDefinition definition) {
    return find(definition)
        .orElseThrow(
            () ->
                new AuthRejected(
                    definition.provider(),
                    Details.of(
                        configuredKey(definition.access().keyVariable())
                            .map(_ -> tooShort(definition.access().keyVariable()) + LONGER)
                            .orElse(
                                "no key is set: export " + definition.access().keyVariable()))));
  }

  /** Why the provider cannot be called: its key is missing or too short; empty if it can. */
  public Optional<String> unusableReason(ProviderDefinition definition) {
    return find(definition).isPresent()
        ? Optional.empty()
        : Optional.of(
            configuredKey(definition.access().keyVariable())
                .map(_ -> tooShort(definition.access().keyVariable()))
                .orElse("no key is set"));
  }

  /** Read on every call, because a random port is known only once the server listens. */
  private int httpPort() {
    var key =
        LaunchMode.current() == LaunchMode.TEST ? "quarkus.http.test-port" : "quarkus.http.port";
    return config.getValue(key, Integer.class);
  }

  private static URI base(ProviderDefinition definition, Optional<String> configured) {
    var address = configured.orElse(definition.access().base());
    try {
      var uri = URI.create(address);
      if (uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme())) {
        return withoutSlash(uri);
      }
    } catch (IllegalArgumentException malformed) {
      // handled below, together with other schemes
    }
    throw new IllegalArgumentException(
        "ziggurat.provider.%s.api-base must be an http or https address, for example https://example.org/v1"
            .formatted(definition.id()));
  }

  private static URI withoutSlash(URI uri) {
    return URI.create(uri.toString().replaceAll("/+$", ""));
  }

  private static Optional<String> notBlank(Optional<String> value) {
    return value.map(String::strip).filter(text -> !text.isEmpty());
  }
}
