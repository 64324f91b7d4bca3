package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Provider;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One provider's wire format. */
interface Wire {

  Provider provider();

  ProviderSheet sheet();

  /** The format of requests to this path, below the provider's root. */
  default Wire at(String path) {
    return this;
  }

  /** The path of chat requests, below the provider's root. */
  String chatPath();

  /** The path of the models list, below the provider's root. */
  String modelsPath();

  /** The path of requests for embeddings, below the provider's root; empty if it has none. */
  default Optional<String> embeddingsPath() {
    return Optional.empty();
  }

  /** Parses and validates a request for embeddings. */
  default EmbeddingsRequest embeddings(JsonNode body) throws ProviderRefusal {
    throw new IllegalStateException(provider().id() + " has no embeddings");
  }

  /** Checks the caller's credentials first. */
  void admit(MultiMap headers) throws ProviderRefusal;

  /** Checks the type of a chat request's body. */
  default void checkContentType(MultiMap headers) throws ProviderRefusal {}

  /** The error for a body that is not JSON. */
  default ProviderRefusal malformed() {
    return new ProviderRefusal(400, "invalid").with("message", "We could not parse the JSON body.");
  }

  /** Whether a stream tells this error inside an answer with status 200. */
  default boolean isToldInStream(ProviderRefusal refusal) {
    return false;
  }

  /** After how long an idle connection is closed, in milliseconds; 0 for never. */
  default long keepAliveMillis() {
    return 0;
  }

  /** Parses and validates a chat request. */
  Ask read(JsonNode body) throws ProviderRefusal;

  /** Checks a request against the limit of tokens per minute. */
  default void checkRate(Ask ask, long tokensPerMinute) throws ProviderRefusal {}

  /** The complete answer. */
  JsonNode whole(Ask ask, Answer answer, AnswerId stamp);

  /** The answer as events. */
  List<StreamFrame> stream(Ask ask, Answer answer, AnswerId stamp);

  /** The error event of a stream that fails after its first events. */
  StreamFrame brokenStream(Ask ask, AnswerId stamp);

  /** The models list. */
  JsonNode models();

  /** One entry of the models list. */
  ObjectNode model(ModelRow model);

  /** The headers of every answer. */
  Map<String, String> headers(AnswerId stamp);

  /** Additional headers of an answered chat request. */
  Map<String, String> limits(long tokens, AnswerId stamp);
}
