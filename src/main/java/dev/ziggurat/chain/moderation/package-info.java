/** Verdicts of guardrails, by webhooks and by models that are asked through the chain. */
package dev.ziggurat.chain.moderation;
