/**
 * What the four providers have in common: where they are, how a call is awaited and bounded, and
 * how their errors become {@link dev.ziggurat.llm.ProviderFailure}s.
 */
package dev.ziggurat.provider;
