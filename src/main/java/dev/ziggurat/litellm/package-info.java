/** Imports models from LiteLLM configurations. */
package dev.ziggurat.litellm;
