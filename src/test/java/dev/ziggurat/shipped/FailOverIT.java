package dev.ziggurat.shipped;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.ziggurat.simulator.SimulatorResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each provider answers when those before it do not, in whatever way they fail. */
@QuarkusIntegrationTest
@WithTestResource(ShippedSettings.class)
@WithTestResource(SimulatorResource.class)
class FailOverIT {

  @BeforeEach
  @AfterEach
  void calm() {
    Outside.calm();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wandb", "wandb groq", "wandb groq claude"})
  void theNextOneAnswers(String sick) {
    var chain = Stream.of("wandb", "groq", "claude", "openai");
    var answers = chain.filter(provider -> !sick.contains(provider)).findFirst().orElseThrow();
    Outside.faults(all(sick, "{\"status\": 402}"));

    Outside.tick(Outside.game(2), "sick")
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("completed"))
        .body("ticks[0].inference.byProvider." + answers, equalTo(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\": 429, \"retryAfterSeconds\": 60}",
        "{\"reset\": true}",
        "{\"truncatedJson\": true}",
        "{\"html\": true}",
        "{\"hugeBody\": true}",
        "{\"garbage\": true}"
      })
  void whateverIsWrongWithTheFirst(String fault) {
    Outside.faults(all("wandb", fault));

    Outside.tick(Outside.game(1), "wrong")
        .statusCode(200)
        .body("ticks[0].inference.byProvider.wandb", nullValue())
        .body("ticks[0].inference.byProvider.groq", equalTo(1));
  }

  @Test
  void ifAllFailTheTickSaysWhyAndTheSameKeyResumesIt() {
    var game = Outside.game(2);
    Outside.faults(all("wandb groq claude openai", "{\"status\": 402}"));
    Outside.tick(game, "again")
        .statusCode(503)
        .body("ticks[0].outcome", equalTo("failed"))
        .body("ticks[0].reason", matchesPattern("wandb: .*; groq: .*; claude: .*; openai: .*"));
    Outside.viewer()
        .get("/api/admin/ai-models")
        .then()
        .statusCode(200)
        .body("data.health.wandb.cooling.outcome", equalTo("BILLING"))
        .body("data.health.openai.cooling.outcome", equalTo("BILLING"));

    Outside.calm();
    Outside.tick(game, "again").statusCode(200).body("ticks.outcome", hasItem("completed"));
  }

  private static String all(String providers, String fault) {
    return Stream.of(providers.split(" "))
        .filter(provider -> !provider.isEmpty())
        .map(provider -> "\"%s\": %s".formatted(provider, fault))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
