/**
 * OpenAI's Responses API, {@code /v1/responses}: passed on to providers that speak it themselves,
 * translated to chat completions and back for all others.
 */
package dev.ziggurat.gateway.responses;
