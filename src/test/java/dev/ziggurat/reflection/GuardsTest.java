package dev.ziggurat.reflection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.settings.SettingsChange;
import io.quarkus.qute.Engine;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What watches over all other tests sees what it is to see, and lets pass what is right. */
@QuarkusTest
class GuardsTest {

  @Inject ObjectMapper json;
  @Inject Engine pages;

  /** A type that nobody registered. */
  record Forgotten(String name) {}

  /** A type that somebody registered. */
  @RegisterForReflection
  record Remembered(String name) {}

  @Test
  void whatIsNotRegisteredIsNeitherReadNorWritten() throws Exception {
    assertThatThrownBy(() -> json.writeValueAsString(new Forgotten("x")))
        .hasStackTraceContaining("RegisterForReflection");
    assertThatThrownBy(() -> json.readValue("{\"name\": \"x\"}", Forgotten.class))
        .hasStackTraceContaining("RegisterForReflection");

    assertThat(json.writeValueAsString(new Remembered("x"))).isEqualTo("{\"name\":\"x\"}");
    assertThat(json.readValue("{\"name\": \"x\"}", Remembered.class).name()).isEqualTo("x");
  }

  @Test
  void whatNoTemplateKnewIsNotLookedUp() {
    assertThatThrownBy(() -> pages.parse("{it.name}").data("it", new Forgotten("x")).render())
        .hasStackTraceContaining("by reflection");
  }

  @Test
  void whatRestSignaturesNameIsRegisteredByQuarkus() {
    var names =
        Registered.among(
            Path.of(System.getProperty("ziggurat.classes", "target/classes")),
            Thread.currentThread().getContextClassLoader());

    assertThat(names)
        .contains(
            SettingsChange.class.getName(),
            "dev.ziggurat.tick.TickReport$Turns",
            "dev.ziggurat.models.AiModels$Health",
            "dev.ziggurat.provider.openai.ModelList$Row")
        .doesNotContain("dev.ziggurat.tick.Tick");
  }
}
