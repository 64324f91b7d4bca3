/** The fallback chain: wandb, then groq, then claude, then openai. */
package dev.ziggurat.chain;
