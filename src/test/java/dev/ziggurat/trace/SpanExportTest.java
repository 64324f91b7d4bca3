package dev.ziggurat.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.chain.CallListener;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.tick.TickListener;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpanExportTest {

  private static final String ENDPOINT = "http://localhost:4318";

  @Test
  void spansAreExportedToAnAddressUnlessTheSdkIsDisabled() {
    assertThat(new SpanExport(false, ENDPOINT).on()).isTrue();
    assertThat(new SpanExport(true, ENDPOINT).on()).isFalse();
    assertThat(new SpanExport(false, TraceTarget.NOWHERE).on()).isFalse();
  }

  @Test
  void withoutExportNoSpanIsMadeAlthoughTheTracerWouldRecordIt() {
    try (var telemetry = OpenTelemetrySdk.builder().build()) {
      assertThat(telemetry.getTracer("any").spanBuilder("any").startSpan().isRecording()).isTrue();
      var export = new SpanExport(true, TraceTarget.NOWHERE);

      var call =
          new GatewaySpans(telemetry, export, null, null, null)
              .follow(Caller.program("test", Optional.empty(), Map.of()), Optional.empty());
      var tick = new TickSpans(telemetry, export, null, null, null, null).begun(null, false);

      assertThat(call).isSameAs(CallListener.NONE);
      assertThat(tick).isSameAs(TickListener.Run.NOBODY);
    }
  }
}
