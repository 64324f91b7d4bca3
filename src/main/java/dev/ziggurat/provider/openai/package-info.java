/** Providers with the chat completions wire format: W&amp;B, Groq, OpenAI and added ones. */
package dev.ziggurat.provider.openai;
