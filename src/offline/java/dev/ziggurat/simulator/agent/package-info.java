/** How a simulated model plays: a pure function from a briefing to a decision. */
package dev.ziggurat.simulator.agent;
