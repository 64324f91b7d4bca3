package dev.ziggurat.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/** An error response of a provider: its body and the values to fill in. */
final class ProviderRefusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String variant;
  private final LinkedHashMap<String, String> words = new LinkedHashMap<>();

  ProviderRefusal(int status, String variant) {
    super(status + " " + variant, null, false, false);
    this.status = status;
    this.variant = variant;
  }

  ProviderRefusal with(String placeholder, Object word) {
    words.put(placeholder, String.valueOf(word));
    return this;
  }

  int status() {
    return status;
  }

  String variant() {
    return variant;
  }

  Map<String, String> words() {
    return words;
  }
}
