package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** The answer of {@code GET /models}. Everything may be missing; what is not listed is ignored. */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
record ModelList(List<Row> data) {

  /** One model. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Row(String id) {}
}
