package dev.ziggurat.audit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which fields an edit changed, and to what: the detail of its entry in the audit. */
public final class FieldDifferences {

  private final Map<String, Object> changed = new LinkedHashMap<>();

  /** Notes a field if the edit changed it. */
  public FieldDifferences in(String field, Object before, Object after) {
    if (!before.equals(after)) {
      changed.put(field, after);
    }
    return this;
  }

  /** The new value of each field that was changed. */
  public Map<String, Object> byField() {
    return Collections.unmodifiableMap(changed);
  }
}
