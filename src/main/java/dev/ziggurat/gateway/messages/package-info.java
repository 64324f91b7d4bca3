/** Anthropic's Messages API: {@code POST /v1/messages} and {@code /v1/messages/count_tokens}. */
package dev.ziggurat.gateway.messages;
