package dev.ziggurat.usage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a comparison of models as CSV (RFC 4180) or JSON Lines: a line for each model. */
@Provider
@Produces({UsageSheet.CSV, ModelMetricsSheet.NDJSON, ModelMetricsSheet.JSONL})
class ModelMetricsSheet implements MessageBodyWriter<ModelMetricsReport> {

  static final String NDJSON = "application/x-ndjson";
  static final String JSONL = "application/jsonl";

  private static final Map<String, Function<ModelMetricsRow, Object>> COLUMNS = columns();

  private final ObjectWriter json;

  ModelMetricsSheet(ObjectMapper json) {
    this.json = json.writerFor(ModelMetricsRow.class);
  }

  private static Map<String, Function<ModelMetricsRow, Object>> columns() {
    var columns = new LinkedHashMap<String, Function<ModelMetricsRow, Object>>();
    columns.put("provider", ModelMetricsRow::provider);
    columns.put("model", ModelMetricsRow::model);
    columns.put("attempts", ModelMetricsRow::attempts);
    columns.put("successes", ModelMetricsRow::successes);
    columns.put("answers", ModelMetricsRow::answers);
    columns.put("parseFailures", ModelMetricsRow::parseFailures);
    columns.put("p50Millis", row -> row.latency().p50Millis());
    columns.put("p95Millis", row -> row.latency().p95Millis());
    columns.put("p99Millis", row -> row.latency().p99Millis());
    columns.put("firstTokenP50Millis", row -> row.firstToken().p50Millis());
    columns.put("firstTokenP95Millis", row -> row.firstToken().p95Millis());
    columns.put("firstTokenP99Millis", row -> row.firstToken().p99Millis());
    columns.put("inputTokens", row -> row.tokens().input());
    columns.put("cachedTokens", row -> row.tokens().cached());
    columns.put("cacheWriteTokens", row -> row.tokens().cacheWrite());
    columns.put("outputTokens", row -> row.tokens().output());
    columns.put("reasoningTokens", row -> row.tokens().reasoning());
    columns.put("costNanoUsd", row -> row.cost().nanoUsd());
    columns.put("atMostNanoUsd", row -> row.cost().atMostNanoUsd());
    columns.put("unpriced", row -> row.cost().unpriced());
    columns.put("turns", row -> row.turns().decided());
    columns.put("inputTokensPerTurn", row -> row.turns().inputTokensPerTurn());
    columns.put("outputTokensPerTurn", row -> row.turns().outputTokensPerTurn());
    columns.put("costNanoUsdPerTurn", row -> row.turns().costNanoUsdPerTurn());
    columns.put("actions", row -> row.turns().actions());
    columns.put("refusedActions", row -> row.turns().refusedActions());
    columns.put(
        "profitMicroPoints", row -> row.turns().profit().map(ModelMetricsRow.Profit::microPoints));
    columns.put(
        "profitCostNanoUsd", row -> row.turns().profit().map(ModelMetricsRow.Profit::costNanoUsd));
    columns.put(
        "profitPointsPerUsd",
        row -> row.turns().profit().flatMap(ModelMetricsRow.Profit::pointsPerUsd));
    columns.put("simulated", ModelMetricsRow::simulated);
    return columns;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == ModelMetricsReport.class;
  }

  @Override
  public void writeTo(
      ModelMetricsReport report,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out)
      throws IOException {
    var csv = mediaType.isCompatible(MediaType.valueOf(UsageSheet.CSV));
    headers.putSingle(
        HttpHeaders.CONTENT_DISPOSITION,
        "attachment; filename=\"models.%s\"".formatted(csv ? "csv" : "jsonl"));
    if (csv) {
      headers.putSingle(HttpHeaders.CONTENT_TYPE, UsageSheet.CSV + ";charset=UTF-8;header=present");
      out.write(csv(report).getBytes(StandardCharsets.UTF_8));
    } else {
      for (var row : report.rows()) {
        out.write(json.writeValueAsBytes(row));
        out.write('\n');
      }
    }
  }

  private static String csv(ModelMetricsReport report) {
    var head = String.join(",", COLUMNS.keySet());
    var lines = report.rows().stream().map(ModelMetricsSheet::line);
    return Stream.concat(Stream.of(head), lines)
        .collect(Collectors.joining(CsvCell.END_OF_LINE, "", CsvCell.END_OF_LINE));
  }

  private static String line(ModelMetricsRow row) {
    return COLUMNS.values().stream()
        .map(column -> CsvCell.of(column.apply(row)))
        .collect(Collectors.joining(","));
  }
}
