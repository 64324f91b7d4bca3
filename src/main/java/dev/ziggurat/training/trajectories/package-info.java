/** The turns of games, exported for training. */
package dev.ziggurat.training.trajectories;
