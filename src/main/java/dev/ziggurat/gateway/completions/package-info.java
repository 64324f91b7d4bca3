/**
 * OpenAI's legacy completions, {@code POST /v1/completions}: translated to chat completions and
 * back, for every provider.
 */
package dev.ziggurat.gateway.completions;
