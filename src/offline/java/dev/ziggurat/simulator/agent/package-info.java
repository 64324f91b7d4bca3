/** The simulated model's policy: a pure function from a briefing to a decision. */
package dev.ziggurat.simulator.agent;
