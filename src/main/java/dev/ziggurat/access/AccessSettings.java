package dev.ziggurat.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

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
}
