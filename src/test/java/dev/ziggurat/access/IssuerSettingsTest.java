package dev.ziggurat.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.EnvConfigSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an operator sets in the environment. */
class IssuerSettingsTest {

  private static Issuers issuers(Map<String, String> environment) {
    return new Issuers(Configured.by(new EnvConfigSource(environment, 300)));
  }

  @Test
  void anIssuerMayHaveAnyName() {
    var issuers =
        issuers(
            Map.of(
                "ZIGGURAT_ACCESS_OIDC_GOOGLE_ISSUER", "https://accounts.google.com",
                "ZIGGURAT_ACCESS_OIDC_GOOGLE_AUDIENCE", "https://ziggurat.example.com",
                "ZIGGURAT_ACCESS_OIDC_GOOGLE_CLAIM", "email",
                "ZIGGURAT_ACCESS_OIDC_GOOGLE_CRON", "scheduler@project.iam.gserviceaccount.com"));

    assertThat(issuers.give(Roles.CRON)).isTrue();
    assertThat(issuers.give(Roles.ADMIN)).isFalse();
  }

  @Test
  void aBlankOneIsNone() {
    assertThat(issuers(Map.of("ZIGGURAT_ACCESS_OIDC_DEFAULT_ISSUER", "")).give(Roles.ADMIN))
        .isFalse();
  }

  @Test
  void withoutAnAudienceTheStartIsRefused() {
    assertThatThrownBy(
            () -> issuers(Map.of("ZIGGURAT_ACCESS_OIDC_DEFAULT_ISSUER", "https://id.example.com")))
        .hasMessageContaining("OIDC_AUDIENCE");
  }

  @Test
  void keysAreNotFetchedInTheClear() {
    for (var address :
        new String[] {"http://id.example.com", "ftp://id.example.com", "id.example.com", "a b"}) {
      assertThatThrownBy(
              () ->
                  issuers(
                      Map.of(
                          "ZIGGURAT_ACCESS_OIDC_DEFAULT_ISSUER",
                          address,
                          "ZIGGURAT_ACCESS_OIDC_DEFAULT_AUDIENCE",
                          "us")))
          .hasMessageContaining("https://");
    }
  }
}
