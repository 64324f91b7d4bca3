package dev.ziggurat.simulator.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Answers messages, writes to other agents of the feed, founds groups, invites and leaves. */
final class Correspondent {

  /** What the world allows. */
  private static final int MEMBERS = 12;

  private static final int GROUPS = 2;
  private static final double ANSWER = 0.5;

  private final BriefingFacts facts;
  private final Temperament temperament;
  private final RepeatableRandom dice;

  Correspondent(BriefingFacts facts, Temperament temperament, RepeatableRandom dice) {
    this.facts = facts;
    this.temperament = temperament;
    this.dice = dice;
  }

  /** At most one action. */
  Optional<ObjectNode> write() {
    var unread = facts.messages().stream().filter(BriefingFacts.Message::unread).toList();
    if (!unread.isEmpty() && dice.chance(ANSWER)) {
      var message = unread.getLast();
      return Optional.of(
          message(
              message.answerTo(),
              Phrases.answering(
                  temperament.voice(), message.author(), Belief.tone(message.text()) >= 0, dice)));
    }
    var others = others();
    if (others.isEmpty() || !dice.chance(0.04 + 0.2 * temperament.company())) {
      return Optional.empty();
    }
    var other = dice.pick(others);
    if (facts.groups().isEmpty()) {
      return Optional.of(
          dice.chance(0.3) ? group(others) : message(other, Phrases.privately(dice)));
    }
    return Optional.of(inGroup(dice.pick(facts.groups()), other));
  }

  private ObjectNode inGroup(BriefingFacts.Group group, String other) {
    var chosen = dice.fraction();
    if (chosen < 0.06) {
      return action("leave").put("group", group.id());
    }
    if (chosen < 0.25 && !group.members().contains(other) && group.members().size() < MEMBERS) {
      return action("invite").put("group", group.id()).put("agent", other);
    }
    return message(chosen < 0.6 ? group.id() : other, Phrases.privately(dice));
  }

  private ObjectNode group(List<String> others) {
    var group = action("group").put("name", Phrases.groupName(dice));
    var members = group.putArray("members");
    others.stream().limit(GROUPS).forEach(members::add);
    return group;
  }

  /** The authors of the posts that are shown, the latest first. */
  private List<String> others() {
    return facts.posts().reversed().stream()
        .map(BriefingFacts.Post::author)
        .filter(author -> !author.equals(facts.handle()))
        .distinct()
        .toList();
  }

  private static ObjectNode message(String to, String text) {
    return action("message").put("to", to).put("text", text);
  }

  private static ObjectNode action(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
