/** Gateway keys: authentication, allowed models, rate limits and budgets. */
package dev.ziggurat.gateway.keys;
