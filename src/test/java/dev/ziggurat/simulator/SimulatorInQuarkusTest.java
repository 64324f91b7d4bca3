package dev.ziggurat.simulator;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.notNullValue;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.provider.OfflineProviders;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.List;
import java.util.ServiceLoader;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SimulatorInQuarkusTest {

  @Test
  void theAddressTheServiceNamesAnswers() {
    var port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    for (var provider : Providers.builtIn().inOrder()) {
      var base = offline().baseAddress(provider, port);
      given()
          .header("Authorization", "Bearer any")
          .header("x-api-key", "any")
          .header("anthropic-version", "2023-06-01")
          .header("content-type", "application/json")
          .body(StandAlone.question(provider).toString())
          .post(base + (provider.equals(Provider.CLAUDE) ? "/v1/messages" : "/chat/completions"))
          .then()
          .statusCode(200)
          .body("id", notNullValue());
    }
  }

  @Test
  void baseAddressesAreBelowTheRealOnesPaths() {
    assertThat(offline().baseAddress(Provider.WANDB, 80))
        .isEqualTo(URI.create("http://127.0.0.1:80/simulator/wandb/v1"));
    assertThat(offline().baseAddress(Provider.GROQ, 80).getPath())
        .isEqualTo("/simulator/groq/openai/v1");
    assertThat(offline().baseAddress(Provider.CLAUDE, 80).getPath()).isEqualTo("/simulator/claude");
    assertThat(offline().baseAddress(Provider.OPENAI, 80).getPath())
        .isEqualTo("/simulator/openai/v1");
  }

  @Test
  void onlyTheProfilesThatAskForItGetIt() {
    assertThat(List.of("dev", "test", "demo", "simulator"))
        .allMatch(profile -> SimulatorStartup.playsUnder(List.of(profile)));
    assertThat(SimulatorStartup.playsUnder(List.of("prod"))).isFalse();
    assertThat(SimulatorStartup.playsUnder(List.of())).isFalse();
  }

  @Test
  void theOpenApiDocumentDescribesFaultsAndObservations() {
    given()
        .accept("application/json")
        .get("/q/openapi")
        .then()
        .statusCode(200)
        .body("paths.'/simulator/faults'.put.requestBody.required", equalTo(true))
        .body("paths", hasKey("/simulator/observations"))
        .body("components.schemas.SimulatedFault.properties", hasKey("errorAfterChunks"))
        .body("components.schemas.SimulatedFault.properties.status.maximum", equalTo(599))
        .body("components.schemas.SimulatedFault.properties.only.oneOf.size()", equalTo(2));
  }

  @Test
  void faultsArePutOverHttp() {
    given()
        .header("content-type", "application/json")
        .body("{\"openai\":{\"variant\":\"x\"}}")
        .put("/simulator/faults")
        .then()
        .statusCode(400)
        .body("violations[0].field", equalTo("openai.variant"));
  }

  private static OfflineProviders offline() {
    return ServiceLoader.load(OfflineProviders.class).findFirst().orElseThrow();
  }
}
