package dev.ziggurat.httpworld.check;

import dev.ziggurat.httpworld.WorldAddress;
import dev.ziggurat.httpworld.WorldProbe;
import dev.ziggurat.world.WorldUnavailable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Plays a script against a world and tells which rules of the contract it keeps. */
@Singleton
public class WorldCheck {

  /** The most agents of one page. */
  public static final int MOST_AGENTS = WorldProbe.AGENTS_AT_ONCE;

  /** The most ticks that are played with that many. */
  public static final int MOST_TICKS = 1_000;

  private final WorldProbe probe;

  WorldCheck(WorldProbe probe) {
    this.probe = probe;
  }

  /**
   * How much is played.
   *
   * @param agents of the largest page of briefings, from 2 to {@link #MOST_AGENTS}
   * @param ticks that are played with so many, from 1 to {@link #MOST_TICKS}
   * @param limit after which no rule is begun any more
   * @param oversizedBytes of the body that a world must refuse
   */
  public record Extent(int agents, int ticks, Duration limit, int oversizedBytes) {

    /** A little more than the engine ever sends. */
    private static final int OVERSIZED_BYTES = 33 << 20;

    /** With the body that worlds are documented to refuse, of 33 MiB. */
    public Extent(int agents, int ticks, Duration limit) {
      this(agents, ticks, limit, OVERSIZED_BYTES);
    }
  }

  /** What is wrong with the address; empty if nothing is. */
  public Optional<String> urlFault(WorldAddress address) {
    return probe.urlFault(address);
  }

  /** What is wrong with the variable of the key; empty if nothing is. */
  public Optional<String> keyVariableFault(WorldAddress address) {
    return probe.keyVariableFault(address);
  }

  /**
   * Checks a world; blocks. Instances that it founds are discarded at the end.
   *
   * @param progress is told the name of each rule before it is tried
   */
  public WorldCheckReport run(WorldAddress address, Extent extent, Consumer<String> progress) {
    var began = System.nanoTime();
    var drawn = UUID.randomUUID().toString().substring(0, 8);
    var session = new CheckSession(probe, address, drawn, extent);
    var kept = new HashSet<String>();
    var results = new ArrayList<WorldCheckReport.Rule>();
    try {
      for (var rule : rules()) {
        progress.accept(rule.name());
        var late = System.nanoTime() - began > extent.limit().toNanos();
        var result = late ? late(rule, extent.limit()) : tried(rule, session, kept);
        if (result.outcome().equals("passed")) {
          kept.add(rule.name());
        }
        results.add(result);
      }
    } finally {
      progress.accept("discarding instances");
      session.discard();
    }
    return new WorldCheckReport(
        address.url(),
        session.worldName(),
        results.stream().noneMatch(result -> result.outcome().equals("failed")),
        List.copyOf(results),
        List.copyOf(session.timings),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
  }

  private static List<ContractRule> rules() {
    return Stream.of(
            Stream.of(AccessRules.manifest()),
            AccessRules.signatures().stream(),
            Stream.of(
                FoundingRules.found(),
                FoundingRules.foundTwice(),
                FoundingRules.settings(),
                AccessRules.unknownInstance(),
                PlayRules.brief(),
                PlayRules.apply(),
                OnceRules.replay(),
                OnceRules.briefReads(),
                PlayRules.wrongActions(),
                OptionalRules.clock(),
                OptionalRules.interventions(),
                OptionalRules.views(),
                PlayRules.joining(),
                OnceRules.sameKey(),
                OnceRules.newerEpoch(),
                OnceRules.olderEpoch(),
                OnceRules.keptEpoch(),
                OnceRules.olderKey(),
                OnceRules.atOnce(),
                ScaleRules.many(),
                AccessRules.malformed(),
                AccessRules.oversized(),
                OnceRules.discard()))
        .flatMap(rules -> rules)
        .toList();
  }

  private static WorldCheckReport.Rule tried(
      ContractRule rule, CheckSession session, HashSet<String> kept) {
    var missing = rule.needs().stream().filter(need -> !kept.contains(need)).toList();
    if (!missing.isEmpty()) {
      return result(rule, "skipped", "not tried: it needs " + String.join(", ", missing));
    }
    try {
      return result(rule, "passed", rule.trial().run(session));
    } catch (RuleNotTried notOffered) {
      return result(rule, "skipped", String.valueOf(notOffered.getMessage()));
    } catch (RuleBroken | WorldUnavailable broken) {
      return result(rule, "failed", String.valueOf(broken.getMessage()));
    }
  }

  private static WorldCheckReport.Rule late(ContractRule rule, Duration limit) {
    return result(
        rule, "failed", "not tried: the check took longer than " + limit.toSeconds() + " s");
  }

  private static WorldCheckReport.Rule result(ContractRule rule, String outcome, String seen) {
    return new WorldCheckReport.Rule(
        rule.name(),
        rule.demand(),
        outcome,
        seen,
        outcome.equals("failed") ? Optional.of(rule.advice()) : Optional.empty());
  }
}
