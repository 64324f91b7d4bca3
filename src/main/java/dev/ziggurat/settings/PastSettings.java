package dev.ziggurat.settings;

import java.util.List;

/**
 * One version of the settings, past or in force.
 *
 * @param changes what made it different from the version before; empty for the first
 */
public record PastSettings(SettingsView settings, List<SettingsChange> changes) {}
