package dev.ziggurat.access;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** Secrets and issuers. Without its secret, access stays closed. */
@ConfigMapping(prefix = "ziggurat.access")
public interface AccessSettings {

  /** Grants read access ({@code VIEWER_TOKEN}). Dev and demo: {@code dev-viewer}. */
  Optional<String> viewerToken();

  /**
   * Grants everything except the cron endpoint ({@code ADMIN_TOKEN}). Dev and demo: {@code
   * dev-admin}.
   */
  Optional<String> adminToken();

  /** Grants the cron endpoint ({@code CRON_SECRET}). Dev and demo: {@code dev-cron}. */
  Optional<String> cronSecret();

  /**
   * Whether callers on this machine may read without a token. True in dev and demo, which listen on
   * the loopback address only.
   */
  @WithDefault("false")
  boolean openOnLocalhost();

  /** The largest request body accepted. */
  @WithDefault("4M")
  MemorySize largestBody();

  /** Console sessions. */
  SessionSettings session();

  /**
   * OpenID Connect issuers whose tokens are accepted, by a name of the operator's choice; {@code
   * default} is set from {@code OIDC_ISSUER} and {@code OIDC_AUDIENCE}. None by default.
   */
  Map<String, IssuerSettings> oidc();

  /** Console sessions. */
  interface SessionSettings {

    /** Duration from sign-in to expiry. */
    @WithDefault("12h")
    @DurationMin(seconds = 1)
    Duration length();

    /**
     * Salt of the keys that encrypt session cookies ({@code SESSION_KEY}); changing it ends all
     * sessions. Without it, the token used to sign in is the only secret in the key.
     */
    Optional<String> key();
  }

  /** An OpenID Connect provider, and the roles its tokens grant. */
  @CompleteIssuer
  interface IssuerSettings {

    /** Its address, exactly as in the {@code iss} claim of its tokens; blank disables it. */
    Optional<String> issuer();

    /** Required {@code aud} of its tokens; an issuer without one fails the start. */
    Optional<String> audience();

    /**
     * The claim with the roles: a string or a list of strings; {@code /} separates nested claims.
     * {@code email} counts only if the token has it verified.
     */
    @WithDefault("groups")
    String claim();

    /** Values of the claim that grant the admin role; none by default. */
    Optional<List<String>> admin();

    /** Values of the claim that grant the viewer role; none by default. */
    Optional<List<String>> viewer();

    /** Values of the claim that may start ticks; none by default. */
    Optional<List<String>> cron();
  }
}
