package dev.ziggurat.games.lines;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The result of an import.
 *
 * @param created number of new entries
 * @param changed number of changed entries
 */
public record ImportResult(int created, int changed) {

  /** The sum of both. */
  public ImportResult plus(ImportResult other) {
    return new ImportResult(created + other.created, changed + other.changed);
  }

  /** The detail of the audit entry. */
  public Map<String, Integer> detail() {
    var detail = new LinkedHashMap<String, Integer>();
    detail.put("created", created);
    detail.put("changed", changed);
    return detail;
  }
}
