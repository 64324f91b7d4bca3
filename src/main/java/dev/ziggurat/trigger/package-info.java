/** Triggers of ticks: a cloud's cron, the scheduler, a Lambda event. */
package dev.ziggurat.trigger;
