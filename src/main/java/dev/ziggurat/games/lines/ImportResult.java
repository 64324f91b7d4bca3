package dev.ziggurat.games.lines;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an import came to.
 *
 * @param created how many are new
 * @param changed how many existed already
 */
public record ImportResult(int created, int changed) {

  /** Both together. */
  public ImportResult plus(ImportResult other) {
    return new ImportResult(created + other.created, changed + other.changed);
  }

  /** For the audit. */
  public Map<String, Integer> detail() {
    var detail = new LinkedHashMap<String, Integer>();
    detail.put("created", created);
    detail.put("changed", changed);
    return detail;
  }
}
