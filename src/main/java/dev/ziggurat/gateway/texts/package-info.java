/**
 * The texts of calls, kept for looking them up: what was asked and what was answered, for the keys
 * that say so.
 */
package dev.ziggurat.gateway.texts;
