package dev.ziggurat.trace;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/**
 * The attributes of spans. The names {@code gen_ai.*} are those of the GenAI conventions, which are
 * still in development; ours begin with {@code ziggurat}.
 *
 * @see <a href="https://github.com/open-telemetry/semantic-conventions-genai">Conventions</a>
 */
final class GenAi {

  static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
  static final AttributeKey<String> PROVIDER_NAME = AttributeKey.stringKey("gen_ai.provider.name");
  static final AttributeKey<String> AGENT = AttributeKey.stringKey("gen_ai.agent.name");
  static final AttributeKey<String> AGENT_ID = AttributeKey.stringKey("gen_ai.agent.id");
  static final AttributeKey<String> CONVERSATION = AttributeKey.stringKey("gen_ai.conversation.id");
  static final AttributeKey<String> OUTPUT_TYPE = AttributeKey.stringKey("gen_ai.output.type");
  static final AttributeKey<String> REQUEST_MODEL = AttributeKey.stringKey("gen_ai.request.model");
  static final AttributeKey<Long> MAX_TOKENS = AttributeKey.longKey("gen_ai.request.max_tokens");
  static final AttributeKey<Double> TEMPERATURE =
      AttributeKey.doubleKey("gen_ai.request.temperature");
  static final AttributeKey<Double> TOP_P = AttributeKey.doubleKey("gen_ai.request.top_p");
  static final AttributeKey<Long> TOP_K = AttributeKey.longKey("gen_ai.request.top_k");
  static final AttributeKey<Double> FREQUENCY_PENALTY =
      AttributeKey.doubleKey("gen_ai.request.frequency_penalty");
  static final AttributeKey<Double> PRESENCE_PENALTY =
      AttributeKey.doubleKey("gen_ai.request.presence_penalty");
  static final AttributeKey<Long> SEED = AttributeKey.longKey("gen_ai.request.seed");
  static final AttributeKey<List<String>> STOP =
      AttributeKey.stringArrayKey("gen_ai.request.stop_sequences");
  static final AttributeKey<List<String>> ENCODING_FORMATS =
      AttributeKey.stringArrayKey("gen_ai.request.encoding_formats");
  static final AttributeKey<Long> DIMENSIONS =
      AttributeKey.longKey("gen_ai.embeddings.dimension.count");
  static final AttributeKey<Long> CHOICES = AttributeKey.longKey("gen_ai.request.choice.count");
  static final AttributeKey<Boolean> STREAM = AttributeKey.booleanKey("gen_ai.request.stream");
  static final AttributeKey<String> TOOLS = AttributeKey.stringKey("gen_ai.tool.definitions");
  static final AttributeKey<String> RESPONSE_MODEL =
      AttributeKey.stringKey("gen_ai.response.model");
  static final AttributeKey<String> RESPONSE_ID = AttributeKey.stringKey("gen_ai.response.id");
  static final AttributeKey<List<String>> FINISH_REASONS =
      AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");
  static final AttributeKey<Long> INPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.input_tokens");
  static final AttributeKey<Long> OUTPUT_TOKENS =
      AttributeKey.longKey("gen_ai.usage.output_tokens");
  static final AttributeKey<Long> CACHED_TOKENS =
      AttributeKey.longKey("gen_ai.usage.cache_read.input_tokens");
  static final AttributeKey<Long> CACHE_WRITE_TOKENS =
      AttributeKey.longKey("gen_ai.usage.cache_creation.input_tokens");
  static final AttributeKey<Long> REASONING_TOKENS =
      AttributeKey.longKey("gen_ai.usage.reasoning.output_tokens");
  static final AttributeKey<String> INSTRUCTIONS =
      AttributeKey.stringKey("gen_ai.system_instructions");
  static final AttributeKey<String> INPUT = AttributeKey.stringKey("gen_ai.input.messages");
  static final AttributeKey<String> OUTPUT = AttributeKey.stringKey("gen_ai.output.messages");

  static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
  static final AttributeKey<Long> HTTP_STATUS = AttributeKey.longKey("http.response.status_code");
  static final AttributeKey<String> SERVER = AttributeKey.stringKey("server.address");

  static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");

  static final AttributeKey<String> CALL = AttributeKey.stringKey("ziggurat.call");
  static final AttributeKey<String> KEY = AttributeKey.stringKey("ziggurat.key");
  static final AttributeKey<Long> ATTEMPTS = AttributeKey.longKey("ziggurat.attempts");
  static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("ziggurat.request.id");
  static final AttributeKey<Long> LEFT_OUT =
      AttributeKey.longKey("ziggurat.input.messages_left_out");
  static final AttributeKey<String> GAME = AttributeKey.stringKey("ziggurat.game");
  static final AttributeKey<Long> TICK = AttributeKey.longKey("ziggurat.tick");
  static final AttributeKey<String> SLOT = AttributeKey.stringKey("ziggurat.slot");
  static final AttributeKey<Boolean> TAKEN_OVER = AttributeKey.booleanKey("ziggurat.taken_over");
  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("ziggurat.outcome");
  static final AttributeKey<String> STATE = AttributeKey.stringKey("ziggurat.turn.state");

  /** Only where the cost is known exactly. */
  static final AttributeKey<Long> COST = AttributeKey.longKey("ziggurat.cost.nano_usd");

  static final AttributeKey<Boolean> SIMULATED = AttributeKey.booleanKey("ziggurat.simulated");

  private GenAi() {}
}
