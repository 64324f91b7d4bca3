package dev.ziggurat.gateway.chat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.GatewayCaller;
import dev.ziggurat.gateway.GatewayRequest;
import dev.ziggurat.gateway.ServedApi;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;

/** Reads chat completions requests, which are passed on as they are. */
@Singleton
class ChatCompletionsReader implements ServedApi {

  private final ChatAnswerWriter answers;

  ChatCompletionsReader(ObjectMapper json) {
    this.answers = new ChatAnswerWriter(json);
  }

  @Override
  public String path() {
    return "/v1/chat/completions";
  }

  @Override
  public GatewayRequest read(GatewayCaller caller, ObjectNode body, HttpHeaders headers) {
    return GatewayRequest.of(body, Optional.empty(), answers);
  }
}
