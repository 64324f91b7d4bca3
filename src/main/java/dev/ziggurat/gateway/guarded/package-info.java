/** Guardrails, applied to the JSON of requests and answers of the gateway. */
package dev.ziggurat.gateway.guarded;
