package dev.ziggurat.audit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields that an edit changed, with their new values: the detail of its audit entry. */
public final class FieldDifferences {

  private final Map<String, Object> changed = new LinkedHashMap<>();

  /** Adds a field if the edit changed it. */
  public FieldDifferences in(String field, Object before, Object after) {
    if (!before.equals(after)) {
      changed.put(field, after);
    }
    return this;
  }

  /** The new values by changed field. */
  public Map<String, Object> byField() {
    return Collections.unmodifiableMap(changed);
  }
}
