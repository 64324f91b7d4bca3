package dev.ziggurat.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.db.VectorExtension.State;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whoever needs pgvector is told what to do. */
class VectorExtensionTest {

  @Test
  void theWayOutIsToldForEachState() {
    assertThat(new State(false, Optional.empty(), false).missing()).startsWith("install pgvector");
    assertThat(new State(true, Optional.empty(), false).missing())
        .startsWith("run 'create extension vector'");
    assertThat(new State(true, Optional.of("extensions"), false).missing())
        .contains("schema extensions", "search_path");
  }
}
