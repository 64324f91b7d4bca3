package dev.ziggurat.settings;

import java.time.Instant;
import java.util.List;

/**
 * A CDI event: the settings have a new version. Fired in the transaction that writes it.
 *
 * @param version the new one
 * @param who made the change
 */
public record SettingsChanged(long version, String who, Instant at, List<SettingsChange> changes) {}
