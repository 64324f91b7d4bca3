package dev.ziggurat.simulator.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Posts about markets and news, and comments on posts. */
final class Talker {

  private static final int LATEST_POSTS = 12;

  private final BriefingFacts facts;
  private final Temperament temperament;
  private final Belief belief;
  private final RepeatableRandom dice;

  Talker(BriefingFacts facts, Temperament temperament, Belief belief, RepeatableRandom dice) {
    this.facts = facts;
    this.temperament = temperament;
    this.belief = belief;
    this.dice = dice;
  }

  /** At most one post and one comment. */
  List<ObjectNode> talk() {
    var said = new ArrayList<ObjectNode>();
    if (dice.chance(0.12 + 0.4 * temperament.talk())) {
      said.add(action("post").put("text", post()));
    }
    var others =
        facts.posts().stream().filter(post -> !post.author().equals(facts.handle())).toList();
    if (!others.isEmpty() && dice.chance(0.12 + 0.4 * temperament.company())) {
      var latest = others.subList(Math.max(0, others.size() - LATEST_POSTS), others.size());
      var answered = dice.pick(latest);
      said.add(action("comment").put("post", answered.id()).put("text", comment(answered)));
    }
    return said;
  }

  private String post() {
    if (facts.markets().isEmpty()) {
      return Phrases.idle(temperament.voice(), dice);
    }
    if (!facts.news().isEmpty() && dice.chance(0.3)) {
      return Phrases.onNews(temperament.voice(), dice.pick(facts.news()).text(), dice);
    }
    var market = dice.pick(facts.markets());
    return Phrases.onMarket(
        temperament.voice(), market.question(), market.yes(), belief.of(market), dice);
  }

  private String comment(BriefingFacts.Post post) {
    var talkedOver =
        facts.comments().stream().filter(comment -> comment.post().equals(post.id())).count();
    return talkedOver > 2
        ? Phrases.joining(post.author(), dice)
        : Phrases.answering(
            temperament.voice(), post.author(), Belief.tone(post.text()) >= 0, dice);
  }

  private static ObjectNode action(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }
}
