/**
 * OpenAI's Responses API, {@code /v1/responses}: translated to chat completions and back, for every
 * provider.
 */
package dev.ziggurat.gateway.responses;
