/**
 * What agents remember: a log of their turns, reflections on it, and what a prompt shows of both.
 */
package dev.ziggurat.memory;
