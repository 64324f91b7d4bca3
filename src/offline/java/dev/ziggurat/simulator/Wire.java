package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Provider;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;

/** One provider's manner of speaking HTTP. */
interface Wire {

  Provider provider();

  ProviderSheet sheet();

  /** The path of chat requests, below the provider's own root. */
  String chatPath();

  /** The path of the models list, below the provider's own root. */
  String modelsPath();

  /** Looks at the caller before anything else. */
  void admit(MultiMap headers) throws ProviderRefusal;

  /** Reads and checks a chat request. */
  Ask read(JsonNode body) throws ProviderRefusal;

  /** Holds a request against the tokens that may be spent in a minute. */
  default void checkRate(Ask ask, long tokensPerMinute) throws ProviderRefusal {}

  /** The answer in one piece. */
  JsonNode whole(Ask ask, Answer answer, AnswerId stamp);

  /** The answer event by event. */
  List<StreamFrame> stream(Ask ask, Answer answer, AnswerId stamp);

  /** How a stream that fails after its first events says so. */
  StreamFrame brokenStream(Ask ask, AnswerId stamp);

  /** The models list. */
  JsonNode models();

  /** One entry of the models list. */
  ObjectNode model(ModelRow model);

  /** The headers of every answer. */
  Map<String, String> headers(AnswerId stamp);

  /** The headers an answered chat request has besides. */
  Map<String, String> limits(long tokens, AnswerId stamp);
}
