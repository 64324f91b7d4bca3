package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.guarded.RequestMask;
import dev.ziggurat.llm.AnswerText;
import java.util.Optional;
import java.util.UUID;

/** Writes the answer to one request in the form of the API that the request came by. */
public interface AnswerWriter {

  /**
   * The body of an answer that was not streamed.
   *
   * @param explanation the answer's path or origin, if the caller wants it: see {@link Explanation}
   */
  String body(AnswerText answer, AnsweredCall call, Optional<ObjectNode> explanation);

  /** The same for a request whose texts are masked, if the answer or what is kept repeats them. */
  default AnswerWriter masked(RequestMask mask) {
    return this;
  }

  /** Begins a streamed answer. Its events are sent after each call of the result. */
  Stream stream(EventWriter events, AnsweredCall call);

  /**
   * There is no answer.
   *
   * @param error what the caller is told
   */
  default void refused(UUID callId, OpenAiError error) {
    // Written by the mapper of refusals.
  }

  /**
   * A streamed answer. Exactly one of {@link #end}, {@link #broken} and {@link #abandoned} is
   * called, last.
   */
  interface Stream {

    /** Writes the events of one piece; must not block. */
    void piece(AnswerText piece);

    /**
     * Writes the events of a regular end. May block.
     *
     * @param explanation as in {@link AnswerWriter#body}
     */
    void end(Optional<ObjectNode> explanation);

    /**
     * Writes the events that tell of an answer that broke off or was refused.
     *
     * @param status the HTTP status that the error would have before the first event
     */
    void broken(OpenAiError error, int status);

    /** The caller is gone, or a piece could not be written: nothing more is sent. */
    default void abandoned() {
      // Nothing to write.
    }
  }
}
