/**
 * The chain for other programs, in OpenAI's words: {@code POST /v1/chat/completions} and {@code GET
 * /v1/models}.
 */
package dev.ziggurat.gateway;
