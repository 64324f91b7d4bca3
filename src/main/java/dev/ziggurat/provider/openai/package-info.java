/** Weights &amp; Biases, Groq and OpenAI: chat completions with each provider's own deviations. */
package dev.ziggurat.provider.openai;
