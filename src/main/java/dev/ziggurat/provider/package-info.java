/**
 * What all providers share: endpoints and keys, timeouts and size limits of calls, and the mapping
 * of errors to {@link dev.ziggurat.llm.ProviderFailure}.
 */
package dev.ziggurat.provider;
