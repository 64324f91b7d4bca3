package dev.ziggurat.litellm;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a caller sent, as a tree. It may hold secrets: none of its values is logged or repeated.
 *
 * @param root null for a body without anything in it
 */
public record ProxyConfig(JsonNode root) {
  @Override
  public String toString() {
    return "a LiteLLM configuration";
  }
}
