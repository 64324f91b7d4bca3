package dev.ziggurat.babylon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ziggurat.world.Agent;
import org.junit.jupiter.api.Test;

class PersonasTest {

  @Test
  void theDemoHasTwelveDistinctAgents() {
    assertThat(Personas.twelve()).hasSize(12);
    assertThat(Personas.twelve().stream().map(Agent::handle)).doesNotHaveDuplicates();
    assertThat(Personas.twelve().stream().map(Agent::persona)).doesNotHaveDuplicates();
  }

  @Test
  void generatedAgentsAreNumbered() {
    assertThat(Personas.generated(1_000))
        .hasSize(1_000)
        .extracting(Agent::handle)
        .doesNotHaveDuplicates()
        .contains("agent-0001", "agent-1000");
    assertThatThrownBy(() -> Personas.generated(0)).hasMessageContaining("count");
  }
}
