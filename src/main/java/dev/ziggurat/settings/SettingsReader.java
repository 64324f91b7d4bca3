package dev.ziggurat.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.llm.ProviderDefinition.Origin;
import dev.ziggurat.llm.Providers;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts together what is stored and what is configured. */
@Singleton
class SettingsReader {

  private final ConfiguredProviders configured;
  private final ObjectMapper json;

  SettingsReader(ConfiguredProviders configured, ObjectMapper json) {
    this.configured = configured;
    this.json = json;
  }

  /** The providers that are known without the database. */
  Providers configured() {
    return configured.all();
  }

  SettingsView view(SystemSettings stored) {
    var choices = stored.choices();
    return new SettingsView(
        stored.version,
        stored.updatedAt,
        stored.updatedBy,
        choices,
        configured.with(added(stored.providers), SettingsView.order(choices)));
  }

  private Stream<ProviderDefinition> added(Map<String, ProviderRow> rows) {
    return rows.entrySet().stream()
        .filter(row -> row.getValue().definition != null)
        .sorted(Map.Entry.comparingByKey())
        .flatMap(row -> definition(row.getKey(), row.getValue().definition).stream());
  }

  /** What an older or newer release wrote may not be readable: then the others still are. */
  private Optional<ProviderDefinition> definition(String id, String written) {
    try {
      return Optional.of(json.readValue(written, AddedProvider.class).definition(id, Origin.ADDED));
    } catch (JsonProcessingException | RuntimeException unreadable) {
      Log.errorf("The provider %s is left out: what is stored of it cannot be read", id);
      return Optional.empty();
    }
  }

  String written(AddedProvider added) {
    try {
      return json.writeValueAsString(added);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
