package dev.ziggurat.httpworld.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.httpworld.WorldProbe.Reply;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** That a world acts once, in order, and the same again. */
final class OnceRules {

  static final String REPLAY = "replay";
  static final String OLDER_EPOCH = "older-epoch";

  private static final int CONFLICT = 409;
  private static final int AT_ONCE = 8;
  private static final String STORED =
      "Keep the last key and the answer to it with the state, in one atomic write, and answer from there"
          + " when the key comes again, whatever its epoch is.";

  private OnceRules() {}

  static ContractRule replay() {
    return new ContractRule(
        REPLAY,
        "With `replay` in the manifest, the same founding and the same entries give the same digests",
        "The digest may depend on seed, openedAt, agents, settings and entries only: no clock, no random"
            + " numbers, no order of a hash map, not on the name of the instance, nor on epochs.",
        List.of(PlayRules.APPLY),
        session -> {
          RuleNotTried.unless(session.manifest().replay(), "the world offers no replays");
          // Neither is briefed: another rule is about that.
          var left = session.found("replay-1");
          var right = session.found("replay-2");
          var unbriefed =
              session.journal.stream()
                  .map(
                      played -> {
                        var one = digest(session, left, played, 1);
                        var other = digest(session, right, played, 7);
                        RuleBroken.unless(
                            one.equals(other),
                            "after key %s one has the digest %s, the other %s"
                                .formatted(played.key(), one, other));
                        return one;
                      })
                  .toList();
          session.unbriefed = unbriefed;
          session.comparable = true;
          return "%d digests are equal in two instances".formatted(unbriefed.size());
        });
  }

  private static List<String> digests(CheckSession session) {
    return session.journal.stream().map(CheckSession.Played::digest).toList();
  }

  private static String digest(
      CheckSession session, String instance, CheckSession.Played played, long epoch) {
    return session
        .probe
        .applied(
            CheckSession.success("apply", session.apply(instance, played, epoch)), played.entries())
        .digest();
  }

  static ContractRule briefReads() {
    return new ContractRule(
        "brief-changes-nothing",
        "brief changes nothing: digests are the same with briefings and without",
        "Read only. What must be drawn or counted belongs into apply; a replay asks for no briefings.",
        List.of(REPLAY),
        session -> {
          RuleNotTried.unless(
              session.clockFault.isEmpty(), "not tried: it needs a clock that works");
          var briefed = digests(session);
          for (var index = 0; index < briefed.size(); index++) {
            RuleBroken.unless(
                briefed.get(index).equals(session.unbriefed.get(index)),
                "after key %s an instance with briefings has the digest %s, and %s without"
                    .formatted(
                        session.journal.get(index).key(),
                        briefed.get(index),
                        session.unbriefed.get(index)));
          }
          var instance = session.found("briefed");
          for (var time = 0; time < 5; time++) {
            CheckSession.success("brief", session.brief(instance, 1, session.players));
          }
          session.plays(instance, 0, 1, "after five briefings");
          return "digests are equal with and without briefings";
        });
  }

  static ContractRule sameKey() {
    return new ContractRule(
        "same-key",
        "The same key again is answered alike, and nothing is done twice",
        STORED,
        List.of(PlayRules.APPLY),
        session -> {
          var instance = session.found("same-key");
          var first = session.journal.getFirst();
          var answer = CheckSession.success("apply", session.apply(instance, first, 1));
          for (var time = 2; time <= 3; time++) {
            var again =
                CheckSession.success("apply of the same key", session.apply(instance, first, 1));
            RuleBroken.unless(
                answer.equals(again),
                "answer %d to key %s differs: %s"
                    .formatted(time, first.key(), differing(answer, again)));
          }
          session.plays(instance, 1, 1, "after a key that came three times");
          return "three answers are equal; " + session.compared();
        });
  }

  static ContractRule newerEpoch() {
    return new ContractRule(
        "newer-epoch",
        "The same key with a newer epoch gets the stored answer, and nothing is done twice",
        STORED,
        List.of("same-key"),
        session -> {
          var instance = session.found("newer-epoch");
          var first = session.journal.getFirst();
          var answer = CheckSession.success("apply", session.apply(instance, first, 1));
          var again =
              CheckSession.success(
                  "apply of the same key by a newer epoch", session.apply(instance, first, 9));
          RuleBroken.unless(
              answer.equals(again),
              "the answer to key %s differs: %s".formatted(first.key(), differing(answer, again)));
          session.plays(instance, 1, 9, "after a key that two epochs sent");
          return "both answers are equal; " + session.compared();
        });
  }

  static ContractRule olderEpoch() {
    return new ContractRule(
        OLDER_EPOCH,
        "An epoch lower than the highest seen is refused with 409 and code stale_epoch, and changes nothing",
        "Compare the epoch before the key: a process that lost the game may still be asking. Answer"
            + " {\"code\": \"stale_epoch\"} with 409.",
        List.of(PlayRules.APPLY),
        session -> {
          var instance = session.found("older-epoch");
          var first = session.journal.getFirst();
          var second = session.journal.get(1);
          CheckSession.success("apply", session.apply(instance, first, 10));
          stale("the next key", session.apply(instance, second, 9));
          stale("the same key", session.apply(instance, first, 9));
          session.plays(instance, 1, 10, "after keys of an older epoch");
          return "the next key and the same key were refused; " + session.compared();
        });
  }

  private static void stale(String what, Reply reply) {
    RuleBroken.unless(
        reply.status() == CONFLICT && reply.body().path("code").asText().equals("stale_epoch"),
        "%s with an older epoch was answered with %s".formatted(what, CheckSession.status(reply)));
  }

  static ContractRule keptEpoch() {
    return new ContractRule(
        "kept-epoch",
        "The epoch of a key that came again counts as seen",
        "Store the higher epoch also when you answer from what is stored.",
        List.of(OLDER_EPOCH, "newer-epoch"),
        session -> {
          var instance = session.found("kept-epoch");
          var first = session.journal.getFirst();
          var second = session.journal.get(1);
          CheckSession.success("apply", session.apply(instance, first, 5));
          CheckSession.success("apply of the same key", session.apply(instance, first, 9));
          stale("the next key", session.apply(instance, second, 7));
          session.plays(instance, 1, 9, "after a key of an older epoch");
          return "an epoch between both was refused; " + session.compared();
        });
  }

  static ContractRule olderKey() {
    return new ContractRule(
        "older-key",
        "A key before the last one is refused with 409, if the world can tell",
        "Answer {\"code\": \"out_of_order\"} with 409, or act as if it were new; nothing else.",
        List.of(PlayRules.APPLY),
        session -> {
          var instance = session.found("older-key");
          for (var played : session.journal) {
            CheckSession.success("apply", session.apply(instance, played, 1));
          }
          var reply = session.apply(instance, session.journal.getFirst(), 1);
          RuleNotTried.unless(!reply.isSuccess(), "the world cannot tell, and need not");
          RuleBroken.unless(
              reply.status() == CONFLICT
                  && reply.body().path("code").asText().equals("out_of_order"),
              "it was answered with " + CheckSession.status(reply));
          return "it was refused with out_of_order";
        });
  }

  static ContractRule atOnce() {
    return new ContractRule(
        "at-once",
        "The same key eight times at once is done once, and answered alike",
        "Lock the instance while you apply: a row lock, or one mutex per instance.",
        List.of("same-key"),
        session -> {
          var instance = session.found("at-once");
          var first = session.journal.getFirst();
          var answers = atOnce(session, instance, first);
          var different = new LinkedHashSet<>(answers);
          RuleBroken.unless(
              different.size() == 1,
              "%d requests at once got %d different answers".formatted(AT_ONCE, different.size()));
          session.plays(instance, 1, 1, "after a key that came eight times at once");
          return "eight answers are equal; " + session.compared();
        });
  }

  private static List<JsonNode> atOnce(
      CheckSession session, String instance, CheckSession.Played played) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads
          .invokeAll(
              IntStream.range(0, AT_ONCE)
                  .mapToObj(
                      _ ->
                          (Callable<JsonNode>)
                              () ->
                                  CheckSession.success(
                                      "apply at once", session.apply(instance, played, 1)))
                  .toList())
          .stream()
          .map(OnceRules::joined)
          .toList();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new RuleNotTried("the check was interrupted");
    }
  }

  private static JsonNode joined(Future<JsonNode> answer) {
    try {
      return answer.get();
    } catch (ExecutionException failed) {
      throw new RuleBroken(String.valueOf(failed.getMessage()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new RuleNotTried("the check was interrupted");
    }
  }

  static ContractRule discard() {
    return new ContractRule(
        "discard",
        "discard forgets one instance, and is answered with 200 also where there is none",
        "Replays and checks make instances; forget the one that is named, and no other.",
        List.of(FoundingRules.FOUND, AccessRules.UNKNOWN_INSTANCE),
        session -> {
          RuleNotTried.unless(session.manifest().replay(), "the world offers no replays");
          var other = session.found("kept");
          var instance = session.found("discarded");
          var body = JsonNodeFactory.instance.objectNode().put("instance", instance);
          CheckSession.success("discard", session.ask("discard", body));
          CheckSession.success("the second discard", session.ask("discard", body));
          AccessRules.missing(
              "brief of what was discarded", session.brief(instance, 1, session.players));
          CheckSession.success(
              "brief of another instance", session.brief(other, 1, session.players));
          return "it is unknown now, and another is not";
        });
  }

  /** The fields by which two answers differ. */
  static String differing(JsonNode left, JsonNode right) {
    var names = new LinkedHashSet<String>();
    left.fieldNames().forEachRemaining(names::add);
    right.fieldNames().forEachRemaining(names::add);
    names.removeIf(name -> left.path(name).equals(right.path(name)));
    return String.join(", ", names.stream().limit(10).toList());
  }
}
