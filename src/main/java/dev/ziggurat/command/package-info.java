/**
 * Commands that do one thing and exit: for Kubernetes' CronJob, Cloud Run Jobs, cron, and an
 * operator's terminal.
 */
package dev.ziggurat.command;
