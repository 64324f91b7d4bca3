/** Claude: the Messages API in its own words. */
package dev.ziggurat.provider.claude;
