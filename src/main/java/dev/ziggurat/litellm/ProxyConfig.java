package dev.ziggurat.litellm;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The request body as a tree. It may contain secrets, so no value is logged or repeated.
 *
 * @param root null for an empty body
 */
public record ProxyConfig(JsonNode root) {
  @Override
  public String toString() {
    return "a LiteLLM configuration";
  }
}
