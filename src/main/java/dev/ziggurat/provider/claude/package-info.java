/** Claude: the Messages API, and its translation from and to chat completions. */
package dev.ziggurat.provider.claude;
