/** A simulation of ticks of many agents, thought by many workers: what limits them first. */
@org.jspecify.annotations.NullMarked
package dev.ziggurat.benchmark.scale;
