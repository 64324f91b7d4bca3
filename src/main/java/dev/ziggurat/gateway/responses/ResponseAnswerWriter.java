package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.AnswerPieces;
import dev.ziggurat.gateway.AnswerWriter;
import dev.ziggurat.gateway.AnsweredCall;
import dev.ziggurat.gateway.EventWriter;
import dev.ziggurat.gateway.Explanation;
import dev.ziggurat.gateway.OpenAiError;
import dev.ziggurat.gateway.guarded.RequestMask;
import dev.ziggurat.llm.AnswerText;
import dev.ziggurat.provider.JsonText;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Writes an answer as a response object, or as the events about it. An answer that breaks off ends
 * with {@code response.failed}.
 *
 * @see <a href="https://developers.openai.com/api/reference/resources/responses">Responses</a>
 */
final class ResponseAnswerWriter implements AnswerWriter {

  /** A field of its own, not a text that says so, in which quotation marks are escaped. */
  private static final String TIER_FIELD = "\"service_tier\"";

  private static final Pattern TIER = Pattern.compile(TIER_FIELD + ":\\s*\"(\\w+)\"");

  private static final int SERVER_ERROR = 500;

  private final ObjectReader json;
  private final ResponseParameters parameters;
  private final Optional<KeptInput> kept;

  /**
   * @param kept where to keep the response; empty if it is not to be kept
   */
  ResponseAnswerWriter(ObjectReader json, ResponseParameters parameters, Optional<KeptInput> kept) {
    this.json = json;
    this.parameters = parameters;
    this.kept = kept;
  }

  @Override
  public AnswerWriter masked(RequestMask mask) {
    return new ResponseAnswerWriter(
        json, parameters.masked(mask), kept.map(input -> input.masked(mask)));
  }

  @Override
  public String body(AnswerText answer, AnsweredCall call, Optional<ObjectNode> explanation) {
    var writing = new Writing(Optional.empty(), call);
    writing.piece(answer);
    return JsonText.of(writing.complete(explanation));
  }

  @Override
  public Stream stream(EventWriter events, AnsweredCall call) {
    return new Writing(Optional.of(events), call);
  }

  private final class Writing implements Stream {

    private final AnsweredCall call;
    private final ResponseEvents events;
    private final AnswerPieces pieces;
    private final ResponseOutput output;
    private boolean begun;
    private Optional<PassedResponse> passed = Optional.empty();
    private Optional<String> tier = Optional.empty();

    Writing(Optional<EventWriter> out, AnsweredCall call) {
      this.call = call;
      this.events = new ResponseEvents(out);
      this.pieces = new AnswerPieces(json);
      this.output = new ResponseOutput(events, call.id(), parameters.summarizes());
    }

    /** The first piece tells whether the provider speaks the API itself. */
    private void begin(boolean original) {
      if (begun) {
        return;
      }
      begun = true;
      if (original) {
        passed = Optional.of(new PassedResponse(json, parameters, events, call));
        return;
      }
      if (!events.written()) {
        return;
      }
      var response = parameters.response(call, OutputItem.IN_PROGRESS);
      events.response("response.created", response);
      events.response("response.in_progress", response);
    }

    @Override
    public void piece(AnswerText piece) {
      begin(piece.original().isPresent());
      if (passed.isPresent()) {
        piece.original().ifPresent(passed.get()::add);
        return;
      }
      if (piece.chat().contains(TIER_FIELD)) {
        var told = TIER.matcher(piece.chat());
        tier = told.find() ? Optional.of(told.group(1)) : tier;
      }
      pieces.of(piece).forEach(output::add);
    }

    /** The whole response, kept if it is to be kept. */
    ObjectNode complete(Optional<ObjectNode> explanation) {
      var response = passed.map(PassedResponse::whole).orElseGet(this::translated);
      if (kept.isPresent() && !kept.get().keep(call.id(), response)) {
        response.put("store", false);
      }
      explanation.ifPresent(
          added -> response.set(Explanation.FIELD, added.put("native", passed.isPresent())));
      return response;
    }

    private ObjectNode translated() {
      var response = parameters.response(call, OutputItem.IN_PROGRESS);
      output.end(response);
      tier.ifPresent(served -> response.put("service_tier", served));
      return response;
    }

    @Override
    public void end(Optional<ObjectNode> explanation) {
      begin(false);
      var response = complete(explanation);
      events.response("response." + response.path("status").asText(), response);
    }

    @Override
    public void broken(OpenAiError error, int status) {
      begin(false);
      var response = parameters.response(call, OutputItem.IN_PROGRESS);
      // What broke off is not kept.
      response.put("store", false);
      var code = status < SERVER_ERROR ? error.error().code() : "server_error";
      var why = error.error().message();
      if (passed.isPresent()) {
        ResponseOutput.failed(response, passed.get().broken(), code, why);
      } else {
        output.fail(response, code, why);
      }
      events.response("response.failed", response);
    }
  }
}
