/** OpenAI's chat completions: {@code POST /v1/chat/completions}. */
package dev.ziggurat.gateway.chat;
