package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** The response of {@code GET /models}. Any field may be null; unknown ones are ignored. */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
record ModelList(List<Row> data) {

  /** One model. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Row(String id) {}
}
