package dev.ziggurat.training.trajectories;

import java.time.Instant;
import java.util.Optional;

/**
 * One turn, step by step.
 *
 * @param position index in the order of application
 * @param sharedBriefing the system message as sent, which all agents of the tick share
 * @param briefing the user message as sent
 * @param completion the model's answer, unchanged
 * @param decision JSON of the actions and the memo, if there was a usable answer
 * @param results JSON of the result of each action
 * @param rewardMicro the change of the agent's score, in millionths of a point; empty where a score
 *     is unknown
 * @param costNano what its calls cost, in billionths of a dollar
 */
public record Trajectory(
    String game,
    long tick,
    Instant slot,
    int position,
    String handle,
    Optional<String> provider,
    Optional<String> model,
    String sharedBriefing,
    String briefing,
    String completion,
    Optional<String> decision,
    Optional<String> results,
    Optional<Long> rewardMicro,
    long costNano) {

  /** A copy with the shared part of the prompt. */
  Trajectory with(String shared) {
    return new Trajectory(
        game,
        tick,
        slot,
        position,
        handle,
        provider,
        model,
        shared,
        briefing,
        completion,
        decision,
        results,
        rewardMicro,
        costNano);
  }
}
