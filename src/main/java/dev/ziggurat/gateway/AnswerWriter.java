package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.AnswerText;
import dev.ziggurat.llm.ProviderFailure;
import java.util.Optional;

/** Writes the answer to one request in the form of the API that the request came by. */
public interface AnswerWriter {

  /**
   * The body of an answer that was not streamed.
   *
   * @param explanation the answer's path or origin, if the caller wants it: see {@link Explanation}
   */
  String body(AnswerText answer, AnsweredCall call, Optional<ObjectNode> explanation);

  /** Begins a streamed answer. Its events are sent after each call of the result. */
  Stream stream(EventWriter events, AnsweredCall call);

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

    /** Writes the events that tell of an answer that broke off. */
    void broken(ProviderFailure failure);

    /** The caller is gone, or a piece could not be written: nothing more is sent. */
    default void abandoned() {
      // Nothing to write.
    }
  }
}
