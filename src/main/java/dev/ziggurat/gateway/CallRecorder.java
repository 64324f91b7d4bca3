package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.guarded.RequestMask;
import dev.ziggurat.gateway.texts.CallText;
import dev.ziggurat.gateway.texts.CallTexts;
import dev.ziggurat.llm.AnswerText;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Keeps the texts of calls whose key says so, as they pass by: masked as its guardrails say. */
@Singleton
class CallRecorder {

  private final CallTexts texts;
  private final InstantSource time;
  private final ObjectReader json;
  private final boolean gathers;

  CallRecorder(CallTexts texts, GatewayConfig config, InstantSource time, ObjectMapper json) {
    this.texts = texts;
    this.gathers = config.ledgerGathering().isPositive();
    this.time = time;
    this.json = json.reader();
  }

  /**
   * A writer that keeps what it is given; the same one if the texts of this caller are not kept.
   *
   * @param api the path that was called
   * @param body the request
   */
  AnswerWriter recorded(GatewayCaller caller, String api, byte[] body, AnswerWriter answers) {
    return texts.keeps(caller.key())
        ? new Recorded(caller.owner(), api, new String(body, StandardCharsets.UTF_8), answers)
        : answers;
  }

  /** The same for a call whose texts an admin wants to see. */
  AnswerWriter recordedForAdmin(String api, String body, AnswerWriter answers) {
    return texts.canKeep()
        ? new Recorded(GatewayCaller.ADMIN.owner(), api, body, answers)
        : answers;
  }

  /** Passes everything on, and keeps it. */
  private final class Recorded implements AnswerWriter {

    private final UUID owner;
    private final String api;
    private final String request;
    private final AnswerWriter answers;

    Recorded(UUID owner, String api, String request, AnswerWriter answers) {
      this.owner = owner;
      this.api = api;
      this.request = request;
      this.answers = answers;
    }

    @Override
    public AnswerWriter masked(RequestMask mask) {
      return new Recorded(owner, api, mask.of(request, json), answers.masked(mask));
    }

    @Override
    public String body(AnswerText answer, AnsweredCall call, Optional<ObjectNode> explanation) {
      var body = answers.body(answer, call, explanation);
      var transcript = new AnswerTranscript(texts.maxCharacters());
      new AnswerPieces(json).of(answer).forEach(transcript::add);
      keep(call.id(), transcript.answer(Optional.empty()));
      return body;
    }

    @Override
    public Stream stream(EventWriter events, AnsweredCall call) {
      return new RecordedStream(answers.stream(events, call), call.id());
    }

    @Override
    public void refused(UUID callId, OpenAiError error) {
      answers.refused(callId, error);
      keep(callId, CallText.Answer.failed(error.error().message()));
    }

    private void keep(UUID callId, CallText.Answer answer) {
      var cut = request.length() > texts.maxCharacters();
      texts.add(
          new CallText(
              callId,
              owner,
              time.instant(),
              api,
              cut ? request.substring(0, texts.maxCharacters()) : request,
              cut,
              answer));
      if (!gathers) {
        // Where a process is frozen after its answer nothing is written behind it.
        texts.flush();
      }
    }

    private final class RecordedStream implements AnswerWriter.Stream {

      private final AnswerWriter.Stream stream;
      private final UUID callId;
      private final AnswerPieces pieces = new AnswerPieces(json);
      private final AnswerTranscript transcript = new AnswerTranscript(texts.maxCharacters());

      RecordedStream(AnswerWriter.Stream stream, UUID callId) {
        this.stream = stream;
        this.callId = callId;
      }

      @Override
      public void piece(AnswerText piece) {
        stream.piece(piece);
        pieces.of(piece).forEach(transcript::add);
      }

      @Override
      public void end(Optional<ObjectNode> explanation) {
        stream.end(explanation);
        keep(callId, transcript.answer(Optional.empty()));
      }

      @Override
      public void broken(OpenAiError error, int status) {
        stream.broken(error, status);
        keep(callId, transcript.answer(Optional.of(error.error().message())));
      }

      @Override
      public void abandoned() {
        stream.abandoned();
        keep(callId, transcript.answer(Optional.of("The caller disconnected.")));
      }
    }
  }
}
