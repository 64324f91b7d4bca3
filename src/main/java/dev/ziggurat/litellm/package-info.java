/** Takes over what callers of LiteLLM have configured. */
package dev.ziggurat.litellm;
