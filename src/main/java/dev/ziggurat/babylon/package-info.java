/**
 * The world that ships: a city of agents with a social feed and prediction markets. The rules are
 * plain Java on a state in memory ({@link dev.ziggurat.babylon.City}); loading and saving it is the
 * business of {@code babylon.store}.
 */
package dev.ziggurat.babylon;
