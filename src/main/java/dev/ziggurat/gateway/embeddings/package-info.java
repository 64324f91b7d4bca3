/** OpenAI's embeddings: {@code POST /v1/embeddings}. */
package dev.ziggurat.gateway.embeddings;
