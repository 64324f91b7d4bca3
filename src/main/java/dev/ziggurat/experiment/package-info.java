/**
 * Experiments: agents of a game are divided between arms, each asked with another model,
 * temperature or instructions, and the arms are compared.
 */
package dev.ziggurat.experiment;
