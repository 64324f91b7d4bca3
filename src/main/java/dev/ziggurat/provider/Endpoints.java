package dev.ziggurat.provider;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure.AuthRejected;
import dev.ziggurat.llm.ProviderFailure.Details;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.Startup;
import io.smallrye.config.SmallRyeConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * Decides for each provider whether it is asked for real, played by the simulator, or left out.
 *
 * <p>A key makes it real. Without any key at all, the profiles dev, test and demo play all four. As
 * soon as one key is set, only providers named in {@code ziggurat.simulator.providers} are played.
 * Profile prod never plays.
 */
@Startup
@Singleton
public class Endpoints {

  private static final Set<String> PLAYING_PROFILES = Set.of("dev", "test", "demo");
  private static final String SIMULATED_KEY = "simulated";

  private final Map<Provider, Endpoint> real = new EnumMap<>(Provider.class);
  private final Optional<OfflineProviders> offline;
  private final Set<Provider> played;
  private final Config config;

  @Inject
  Endpoints(ProviderConfig providers, Config config) {
    this(providers, config, ServiceLoader.load(OfflineProviders.class).findFirst());
  }

  Endpoints(ProviderConfig providers, Config config, Optional<OfflineProviders> offline) {
    this.config = config;
    this.offline = offline;
    for (var provider : Provider.values()) {
      var upstream = upstream(providers, provider);
      var base = base(provider, notBlank(upstream.apiBase()));
      notBlank(upstream.apiKey())
          .ifPresent(key -> real.put(provider, new Endpoint(provider, base, key, false)));
    }
    this.played = played(providers, config.unwrap(SmallRyeConfig.class).getProfiles());
  }

  /**
   * Whether providers without a key may be played under these profiles, as nobody says otherwise.
   */
  public static boolean mayPlay(List<String> profiles) {
    return !profiles.contains("prod") && profiles.stream().anyMatch(PLAYING_PROFILES::contains);
  }

  private Set<Provider> played(ProviderConfig providers, List<String> profiles) {
    if (profiles.contains("prod")) {
      return Set.of();
    }
    if (real.isEmpty() && mayPlay(profiles)) {
      return Set.copyOf(Arrays.asList(Provider.values()));
    }
    return providers.simulated().orElse(Set.of());
  }

  /** Where the provider is asked; empty when it has no key and is not played. */
  public Optional<Endpoint> find(Provider provider) {
    var known = real.get(provider);
    if (known != null) {
      return Optional.of(known);
    }
    return offline
        .filter(players -> played.contains(provider))
        .map(
            players ->
                new Endpoint(
                    provider,
                    withoutSlash(players.baseAddress(provider, httpPort())),
                    SIMULATED_KEY,
                    true));
  }

  /**
   * Where the provider is asked.
   *
   * @throws AuthRejected when it has no key and is not played; the message says what to set
   */
  public Endpoint get(Provider provider) {
    return find(provider)
        .orElseThrow(
            () ->
                new AuthRejected(
                    provider, Details.of("no key is set: export " + keyVariable(provider))));
  }

  /** The environment variable that holds a provider's key. */
  public static String keyVariable(Provider provider) {
    return switch (provider) {
      case WANDB -> "WANDB_API_KEY";
      case GROQ -> "GROQ_API_KEY";
      case CLAUDE -> "ANTHROPIC_API_KEY";
      case OPENAI -> "OPENAI_API_KEY";
    };
  }

  /** The environment variable that holds a provider's address, if it is not the usual one. */
  public static String baseVariable(Provider provider) {
    return keyVariable(provider).replace("_KEY", "_BASE");
  }

  /** Where a provider is asked when nothing else is configured. */
  public static String usualBase(Provider provider) {
    return switch (provider) {
      case WANDB -> "https://api.inference.wandb.ai/v1";
      case GROQ -> "https://api.groq.com/openai/v1";
      case CLAUDE -> "https://api.anthropic.com";
      case OPENAI -> "https://api.openai.com/v1";
    };
  }

  /** Read late: a port chosen by the system is known only once the server listens. */
  private int httpPort() {
    var key =
        LaunchMode.current() == LaunchMode.TEST ? "quarkus.http.test-port" : "quarkus.http.port";
    return config.getValue(key, Integer.class);
  }

  private static ProviderConfig.Upstream upstream(ProviderConfig providers, Provider provider) {
    return switch (provider) {
      case WANDB -> providers.wandb();
      case GROQ -> providers.groq();
      case CLAUDE -> providers.claude();
      case OPENAI -> providers.openai();
    };
  }

  private static URI base(Provider provider, Optional<String> configured) {
    var address = configured.orElse(usualBase(provider));
    try {
      var uri = URI.create(address);
      if (uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme())) {
        return withoutSlash(uri);
      }
    } catch (IllegalArgumentException malformed) {
      // told below, like an address of another kind
    }
    throw new IllegalArgumentException(
        "ziggurat.provider.%s.api-base must be an http or https address, for example https://example.org/v1"
            .formatted(provider.id()));
  }

  private static URI withoutSlash(URI uri) {
    return URI.create(uri.toString().replaceAll("/+$", ""));
  }

  private static Optional<String> notBlank(Optional<String> value) {
    return value.map(String::strip).filter(text -> !text.isEmpty());
  }
}
