package dev.ziggurat.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** The secrets. Where one is not set, what it opens stays closed. */
@ConfigMapping(prefix = "ziggurat.access")
public interface AccessSettings {

  /** Opens reading ({@code VIEWER_TOKEN}). Dev and demo: {@code dev-viewer}. */
  Optional<String> viewerToken();

  /**
   * Opens everything but the cron endpoint ({@code ADMIN_TOKEN}). Dev and demo: {@code dev-admin}.
   */
  Optional<String> adminToken();

  /** Opens the cron endpoint ({@code CRON_SECRET}). Dev and demo: {@code dev-cron}. */
  Optional<String> cronSecret();

  /**
   * Whether a caller on this very machine may read without a token. True in dev and demo, which
   * listen on the loopback address only.
   */
  @WithDefault("false")
  boolean openOnLocalhost();

  /** The sessions of people in the console. */
  SessionSettings session();

  /**
   * Who else's tokens are taken, by a name of the operator's choice; {@code default} is filled from
   * {@code OIDC_ISSUER} and {@code OIDC_AUDIENCE}. None by default.
   */
  Map<String, IssuerSettings> oidc();

  /** How long people stay signed in. */
  interface SessionSettings {

    /** From sign-in to the end. */
    @WithDefault("12h")
    @DurationMin(seconds = 1)
    Duration length();

    /**
     * Mixed into the keys that sessions are sealed with ({@code SESSION_KEY}); changing it ends
     * them all. Without one the token that opened a session is the only secret in its key.
     */
    Optional<String> key();
  }

  /** An OpenID Connect provider, and what its tokens open here. */
  @CompleteIssuer
  interface IssuerSettings {

    /** Its address, exactly as its tokens name it in {@code iss}; blank: not used. */
    Optional<String> issuer();

    /** What its tokens must name in {@code aud}; an issuer without one stops the start. */
    Optional<String> audience();

    /**
     * The claim that tells who may do what: a text or a list of texts; {@code /} leads into nested
     * claims. {@code email} counts only when the token says it is verified.
     */
    @WithDefault("groups")
    String claim();

    /** Values of the claim that make an admin; none by default. */
    Optional<List<String>> admin();

    /** Values of the claim that make a viewer; none by default. */
    Optional<List<String>> viewer();

    /** Values of the claim that may start ticks; none by default. */
    Optional<List<String>> cron();
  }
}
