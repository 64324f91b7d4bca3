/**
 * Checks of the texts that go to models and come back: what they are, how they are configured, and
 * how texts are searched. Those that ask for a verdict from outside do so by {@link
 * dev.ziggurat.guardrails.WebhookClient} and {@link dev.ziggurat.guardrails.Moderator}.
 */
package dev.ziggurat.guardrails;
