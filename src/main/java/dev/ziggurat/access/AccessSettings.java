package dev.ziggurat.access;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * Tokens, sessions and OpenID Connect. Where a secret is not set, what it would open stays closed.
 */
@ConfigMapping(prefix = "ziggurat.access")
public interface AccessSettings {

  /** The token for reading. */
  Optional<String> viewerToken();

  /** The token for everything except the cron endpoint. */
  Optional<String> adminToken();

  /** The secret of the cron endpoint, which answers 503 where none is set. */
  Optional<String> cronSecret();

  /**
   * Whether a caller on this machine may read without a token. Dev and demo, where it is true,
   * listen on the loopback address only.
   */
  @WithDefault("false")
  boolean openOnLocalhost();

  /** The largest request body accepted. */
  @WithDefault("4M")
  MemorySize largestBody();

  /**
   * How many wrong bearer tokens an address may send within a minute before it has to wait. Tokens
   * that were valid from there are not refused. Unknown gateway keys are counted separately, up to
   * the same number; valid keys are never refused for them.
   */
  @WithDefault("10")
  @Min(1)
  @Max(1_000_000)
  int wrongTokens();

  /** Sessions of people who sign in to the console. */
  SessionSettings session();

  /**
   * OpenID Connect issuers whose tokens are accepted as well, each under a name of your choice. The
   * name {@code default} has variables of its own for issuer and audience; its other settings are
   * {@code ZIGGURAT_ACCESS_OIDC_DEFAULT_CLAIM} and so on.
   */
  Map<String, IssuerSettings> oidc();

  /** Sessions of people who sign in to the console. */
  interface SessionSettings {

    /** How long a session lasts after sign-in. */
    @WithDefault("12h")
    @DurationMin(seconds = 1)
    Duration length();

    /**
     * A secret mixed into the keys that session cookies are encrypted with; changing it ends all
     * sessions. Without it the token that opened a session is the only secret in its key.
     */
    Optional<String> key();
  }

  /** An OpenID Connect issuer, and what its tokens allow. */
  @CompleteIssuer
  interface IssuerSettings {

    /**
     * Its address, which begins with {@code https://} and is exactly the {@code iss} of its tokens;
     * blank: not used. Example: {@code https://accounts.google.com}.
     */
    Optional<String> issuer();

    /**
     * What its tokens must name in {@code aud}; required with an issuer. Example: {@code
     * https://ziggurat.example.com}.
     */
    Optional<String> audience();

    /**
     * The claim that holds a user's groups: a text or a list of texts; {@code /} leads into nested
     * claims. {@code email} counts only when the token says that it is verified.
     */
    @WithDefault("groups")
    String claim();

    /** Values of the claim that give the role admin. Example: {@code ops@example.com}. */
    Optional<List<String>> admin();

    /** Values of the claim that give the role viewer. Example: {@code staff}. */
    Optional<List<String>> viewer();

    /**
     * Values of the claim that may start ticks. Example: {@code
     * scheduler@project.iam.gserviceaccount.com}.
     */
    Optional<List<String>> cron();
  }
}
