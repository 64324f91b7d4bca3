package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The package in profile prod, with a cron secret and nothing else set. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProdIT {

  private Installation installation;
  private PackagedProcess prod;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    installation = new Installation(folder);
    prod = installation.start("prod", Map.of("ziggurat.access.cron-secret", "our own secret"));
  }

  @AfterAll
  void end() throws IOException {
    installation.close();
  }

  @Test
  void nothingIsSimulated() {
    assertThat(prod.get("/simulator/faults", "").status()).isEqualTo(404);
    assertThat(prod.get("/simulator/wandb/v1/models", "simulated").status()).isEqualTo(404);
    assertThat(prod.log()).doesNotContainIgnoringCase("simulat");
  }

  @Test
  void thereIsNoGame() throws Exception {
    assertThat(installation.number("select count(*) from game")).isZero();
    var answer = prod.post("/api/cron/tick", "our own secret");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("ticks")).isEmpty();
  }

  @Test
  void noTokenIsGoodUnlessItWasSet() {
    for (var token : new String[] {"", "dev-viewer", "dev-admin", "dev-cron", "wrong", "null"}) {
      assertThat(prod.get("/api/games", token).status()).as("games by '%s'", token).isEqualTo(401);
      assertThat(prod.post("/api/cron/tick", token).status())
          .as("cron by '%s'", token)
          .isEqualTo(401);
    }
    assertThat(prod.get("/api/games", "our own secret").status()).isEqualTo(403);
  }
}
