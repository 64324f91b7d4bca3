package dev.ziggurat.settings;

import jakarta.persistence.Embeddable;

/** What is stored of one provider's choices; see {@link SettingsView.Choice}. */
@Embeddable
public class ProviderRow {

  /** Null leaves the choice to the environment and the catalogue. */
  public String model;

  public boolean enabled = true;

  /** From 1; null where no order is chosen. */
  public Integer position;

  /** An {@link AddedProvider} as JSON; null for a provider that no admin added. */
  public String definition;
}
