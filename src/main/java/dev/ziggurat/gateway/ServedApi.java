package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One API of the gateway: a bean of each is where its requests are read. */
public interface ServedApi extends RequestReader {

  /** Its path, such as {@code /v1/responses}. */
  String path();

  /** Makes a request to be sent once more out of one that was kept: it is not streamed. */
  default void makeRepetition(ObjectNode body) {
    body.remove(List.of("stream", "stream_options"));
  }
}
