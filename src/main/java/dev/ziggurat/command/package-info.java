/**
 * Ziggurat as a command that does one thing and ends: for Kubernetes' CronJob, Cloud Run Jobs,
 * plain cron, and an operator's terminal.
 */
package dev.ziggurat.command;
