package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ziggurat.llm.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A provider's models and error bodies, from the JSON file named after it.
 *
 * @param tokensPerMinute the announced rate limit; 0 if none
 * @param errors bodies by HTTP status and variant, the default variant first
 */
record ProviderSheet(
    long tokensPerMinute,
    List<ModelRow> models,
    Map<Integer, LinkedHashMap<String, ErrorRow>> errors) {

  /**
   * One error body.
   *
   * @param body an object, or text if not JSON
   * @param retryAfterSeconds null without the header
   */
  record ErrorRow(JsonNode body, Integer retryAfterSeconds) {}

  static ProviderSheet of(Provider provider) {
    return read(provider.id() + ".json");
  }

  /** The errors of a server that plays a provider; it serves one model more than the provider. */
  static ProviderSheet of(Provider provider, ServerKind kind) {
    var server = read(kind.id() + ".json");
    var models = Stream.concat(server.models().stream(), of(provider).models().stream());
    return new ProviderSheet(0, models.map(ModelRow::served).toList(), server.errors());
  }

  private static ProviderSheet read(String file) {
    try (var stream = ProviderSheet.class.getResourceAsStream(file)) {
      return JsonMapper.builder().build().readValue(stream, ProviderSheet.class);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the simulator's " + file, e);
    }
  }

  Optional<ModelRow> model(String name) {
    return models.stream().filter(model -> model.answersTo(name)).findFirst();
  }

  /** The error of this status; the default variant if none is named. */
  Optional<ErrorRow> error(int status, Optional<String> variant) {
    var known = errors.getOrDefault(status, new LinkedHashMap<>());
    return variant.isPresent() ? variant.map(known::get) : known.values().stream().findFirst();
  }
}
