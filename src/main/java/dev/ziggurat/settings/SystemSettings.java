package dev.ziggurat.settings;

import dev.ziggurat.llm.Provider;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The admin's choices as they are stored: one row with the version, and one for each provider. */
@Entity
@Table(name = "system_settings")
public class SystemSettings extends PanacheEntityBase {

  /** The id of the one row. */
  public static final String ID = "system";

  @Id public String id;

  /** By the provider's id; a provider without a row is as it is installed. */
  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(name = "provider_settings", joinColumns = @JoinColumn(name = "settings_id"))
  @MapKeyColumn(name = "provider")
  public Map<String, ProviderRow> providers = new HashMap<>();

  /** Raised by every change of settings, providers or catalogue. */
  public long version;

  @Column(name = "updated_at")
  public Instant updatedAt;

  @Column(name = "updated_by")
  public String updatedBy;

  Map<Provider, SettingsView.Choice> choices() {
    var choices = new HashMap<Provider, SettingsView.Choice>();
    providers.forEach((id, row) -> choices.put(new Provider(id), choice(row)));
    return choices;
  }

  /** Takes over other choices as the next version. */
  void change(Map<Provider, SettingsView.Choice> choices, Instant now, String who) {
    choices.forEach(
        (provider, choice) -> {
          var row = providers.computeIfAbsent(provider.id(), _ -> new ProviderRow());
          row.model = choice.model().orElse(null);
          row.enabled = choice.enabled();
          row.position = choice.position().isPresent() ? choice.position().getAsInt() : null;
          row.budget(choice.budget());
        });
    version++;
    updatedAt = now;
    updatedBy = who;
  }

  private static SettingsView.Choice choice(ProviderRow row) {
    return new SettingsView.Choice(
        Optional.ofNullable(row.model).filter(name -> !name.isBlank()),
        row.enabled,
        row.position == null ? OptionalInt.empty() : OptionalInt.of(row.position),
        row.budget());
  }
}
