package dev.ziggurat.httpworld.check;

import java.util.List;

/**
 * A rule of the contract, and how a world is tried for it.
 *
 * @param demand what the contract wants
 * @param advice what to do if the world does not keep it
 * @param needs names of the rules that must be kept for this one to be tried
 */
record ContractRule(String name, String demand, String advice, List<String> needs, Trial trial) {

  /** Tries a world. */
  interface Trial {

    /**
     * Tries it; returns what was seen.
     *
     * @throws RuleBroken if the world does not keep the rule
     * @throws RuleNotTried if it does not offer what the rule is about
     * @throws dev.ziggurat.world.WorldUnavailable if it does not answer, or not as it should
     */
    String run(CheckSession session);
  }
}
