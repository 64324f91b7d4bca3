package dev.ziggurat.usage;

import dev.ziggurat.ledger.UsageReport;
import dev.ziggurat.ledger.UsageRow;
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
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes usage as CSV (RFC 4180), for a spreadsheet. */
@Provider
@Produces(UsageSheet.CSV)
class UsageSheet implements MessageBodyWriter<UsageReport> {

  static final String CSV = "text/csv";

  private static final List<String> COLUMNS =
      List.of(
          "game",
          "at",
          "attempts",
          "successes",
          "failovers",
          "failoversAfterSkip",
          "unpriced",
          "inputTokens",
          "cachedTokens",
          "cacheWriteTokens",
          "outputTokens",
          "reasoningTokens",
          "costMicroUsd",
          "costNanoUsd",
          "atMostMicroUsd",
          "atMostNanoUsd",
          "p50Millis",
          "p95Millis",
          "p99Millis",
          "simulated");

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == UsageReport.class;
  }

  @Override
  public void writeTo(
      UsageReport report,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out)
      throws IOException {
    headers.putSingle(HttpHeaders.CONTENT_TYPE, CSV + ";charset=UTF-8;header=present");
    headers.putSingle(
        HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s\"".formatted(name(report)));
    var head = Stream.concat(Stream.of(report.by()), COLUMNS.stream());
    var lines = Stream.concat(Stream.of(head), report.rows().stream().map(UsageSheet::cells));
    out.write(
        lines
            .map(cells -> cells.map(CsvCell::of).collect(Collectors.joining(",")))
            .collect(Collectors.joining(CsvCell.END_OF_LINE, "", CsvCell.END_OF_LINE))
            .getBytes(StandardCharsets.UTF_8));
  }

  /** Marks a truncated result, so that sums are not taken for complete. */
  private static String name(UsageReport report) {
    return report.truncated()
        ? "usage-first-%d-rows.csv".formatted(report.rows().size())
        : "usage.csv";
  }

  private static Stream<Object> cells(UsageRow row) {
    return Stream.of(
        row.key(),
        row.game(),
        row.at(),
        row.attempts(),
        row.successes(),
        row.failovers(),
        row.failoversAfterSkip(),
        row.unpriced(),
        row.inputTokens(),
        row.cachedTokens(),
        row.cacheWriteTokens(),
        row.outputTokens(),
        row.reasoningTokens(),
        row.costMicroUsd(),
        row.costNanoUsd(),
        row.atMostMicroUsd(),
        row.atMostNanoUsd(),
        row.p50Millis(),
        row.p95Millis(),
        row.p99Millis(),
        row.simulated());
  }
}
