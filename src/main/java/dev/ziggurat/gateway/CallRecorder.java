package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.texts.CallText;
import dev.ziggurat.gateway.texts.CallTexts;
import dev.ziggurat.llm.AnswerText;
import dev.ziggurat.llm.ProviderFailure;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Keeps the texts of calls whose key says so, as they pass by. */
@Singleton
class CallRecorder {

  private final CallTexts texts;
  private final InstantSource time;
  private final ObjectReader json;

  CallRecorder(CallTexts texts, InstantSource time, ObjectMapper json) {
    this.texts = texts;
    this.time = time;
    this.json = json.reader();
  }

  /** Begins with a request; empty if its texts are not kept. */
  Optional<Recording> begin(GatewayCaller caller, String api, byte[] body) {
    return texts.keeps(caller.key())
        ? Optional.of(recording(caller, api, new String(body, StandardCharsets.UTF_8)))
        : Optional.empty();
  }

  /** Begins with a request whose texts an admin wants to see; empty if none can be kept. */
  Optional<Recording> begin(String api, ObjectNode body) {
    return texts.canKeep()
        ? Optional.of(recording(GatewayCaller.ADMIN, api, body.toString()))
        : Optional.empty();
  }

  private Recording recording(GatewayCaller caller, String api, String request) {
    return new Recording(caller.keyId().orElse(CallText.ADMIN), api, request);
  }

  /** The texts of one call. */
  final class Recording {

    private final UUID owner;
    private final String api;
    private final String request;

    private Recording(UUID owner, String api, String request) {
      this.owner = owner;
      this.api = api;
      this.request = request;
    }

    /** Keeps what this writer is given. */
    AnswerWriter of(AnswerWriter answers) {
      return new Recorded(answers);
    }

    /** Keeps the request of a call that came to the chain and was not answered. */
    void refused(GatewayRefusal refusal) {
      refusal
          .callId()
          .ifPresent(id -> keep(id, CallText.Answer.failed(refusal.error().error().message())));
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
    }

    /** Passes everything on, and keeps it. */
    private final class Recorded implements AnswerWriter {

      private final AnswerWriter answers;

      Recorded(AnswerWriter answers) {
        this.answers = answers;
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
      public void broken(ProviderFailure failure) {
        stream.broken(failure);
        keep(
            callId,
            transcript.answer(Optional.of(OpenAiError.streamBroken(failure).error().message())));
      }

      @Override
      public void abandoned() {
        stream.abandoned();
        keep(callId, transcript.answer(Optional.of("The caller disconnected.")));
      }
    }
  }
}
