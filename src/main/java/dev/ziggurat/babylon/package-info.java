/**
 * The bundled world: a city of agents with a social feed and prediction markets. The rules are
 * plain Java on an in-memory state ({@link dev.ziggurat.babylon.City}); {@code babylon.store} loads
 * and saves it.
 */
package dev.ziggurat.babylon;
