package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.gateway.cache.AnswerCache;
import dev.ziggurat.gateway.cache.Claim;
import dev.ziggurat.gateway.cache.Question;
import dev.ziggurat.gateway.keys.Key;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.settings.SettingsView;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** Looks whether a call may be answered as the same call was before, where its key says so. */
@Singleton
class Recall {

  private final AnswerCache answers;
  private final MeterRegistry meters;
  private final ObjectWriter json;

  Recall(AnswerCache answers, MeterRegistry meters, ObjectMapper json) {
    this.answers = answers;
    this.meters = meters;
    this.json = json.writer();
  }

  /**
   * Finds the answer to a call, or leaves it to be asked.
   *
   * @param until how long to wait for somebody else who is just asking the same
   */
  Claim claim(
      Guest guest,
      ForwardedRequest request,
      List<Offer> wanted,
      Wishes wishes,
      SettingsView settings,
      Instant until) {
    return guest
        .key()
        .filter(key -> key.terms().keepsAnswers())
        .map(key -> counted(claim(key, request, wanted, wishes, settings, until)))
        .orElseGet(Claim::uncached);
  }

  private Claim claim(
      Key key,
      ForwardedRequest request,
      List<Offer> wanted,
      Wishes wishes,
      SettingsView settings,
      Instant until) {
    return wishes.fresh() || !Question.isRepeatable(request)
        ? Claim.bypassing()
        : answers.claim(
            Question.of(key, request, wanted, wishes.fallback(), settings.version(), json), until);
  }

  private Claim counted(Claim claim) {
    meters.counter("ziggurat.gateway.cache", "result", claim.mark()).increment();
    return claim;
  }
}
