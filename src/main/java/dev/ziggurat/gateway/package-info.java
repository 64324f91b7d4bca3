/**
 * The provider chain for other programs, through OpenAI's API: {@code POST /v1/chat/completions}
 * and {@code GET /v1/models}.
 */
package dev.ziggurat.gateway;
