package dev.ziggurat.simulator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ziggurat.llm.ChatMessage;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AgentPolicyTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Property(tries = 200)
  void sameSeedAndBriefingGiveTheSameDecision(
      @ForAll long seed, @ForAll @IntRange(max = 100_000) int number) {
    var messages = Briefings.messages(number);
    assertThat(new AgentPolicy(seed).decide(messages))
        .isPresent()
        .isEqualTo(new AgentPolicy(seed).decide(List.copyOf(messages)));
  }

  @Property(tries = 200)
  void wordsAroundTheFactsHaveNoSay(@ForAll @IntRange(max = 100_000) int number) {
    var messages = Briefings.messages(number);
    var wordier =
        List.of(
            ChatMessage.system("Be brief.\n" + messages.getFirst().content() + "\nOnly JSON!"),
            messages.getLast());
    assertThat(new AgentPolicy(7).decide(wordier)).isEqualTo(new AgentPolicy(7).decide(messages));
  }

  @Property(tries = 500)
  void decisionsKeepToTheContract(@ForAll long seed, @ForAll @IntRange(max = 100_000) int number)
      throws JsonProcessingException {
    var decision = decision(seed, number);
    assertThat(decision.path("memo").asText()).isNotBlank().hasSizeLessThanOrEqualTo(500);
    assertThat(decision.path("actions").size()).isBetween(1, 4);
    for (var action : decision.path("actions")) {
      switch (action.path("type").asText()) {
        case "post" -> assertThat(action.path("text").asText()).isNotBlank().hasSizeLessThan(240);
        case "comment" -> {
          assertThat(action.path("post").asText()).matches("[A-Za-z0-9._-]+");
          assertThat(action.path("text").asText()).isNotBlank().hasSizeLessThan(240);
        }
        case "buy" ->
            assertThat(action.path("microPoints").asLong())
                .matches(spent -> isMistake(action, number) || spent >= 5_000_000L)
                .matches(spent -> isMistake(action, number) || spent <= 60_000_000L);
        case "sell" -> assertThat(action.path("microShares").asLong()).isPositive();
        case "hold" -> assertThat(decision.path("actions")).hasSize(1);
        default -> throw new AssertionError("unknown action " + action);
      }
    }
  }

  @Test
  void threeHundredBriefingsShowEveryKindOfActionAndFewMistakes() throws JsonProcessingException {
    var kinds = new TreeMap<String, Integer>();
    var mistakes = 0;
    for (var number = 0; number < 300; number++) {
      for (var action : decision(1, number).path("actions")) {
        kinds.merge(action.path("type").asText(), 1, Integer::sum);
        mistakes += isMistake(action, number) ? 1 : 0;
      }
    }
    assertThat(kinds.keySet()).containsExactly("buy", "comment", "hold", "post", "sell");
    assertThat(kinds.get("buy")).isBetween(60, 300);
    assertThat(kinds.get("sell")).isBetween(15, 150);
    assertThat(kinds.get("post")).isBetween(40, 200);
    assertThat(kinds.get("comment")).isBetween(40, 200);
    assertThat(kinds.get("hold")).isBetween(15, 150);
    assertThat(mistakes).isBetween(1, 20);
  }

  private static JsonNode conversing(int number, String own) throws JsonProcessingException {
    var messages = Briefings.messages(number);
    var shared =
        messages.getFirst().content()
            + "{\"type\":\"message\",\"to\":\"<handle or group id>\",\"text\":\"...\"} writes.\n";
    var conversing =
        List.of(ChatMessage.system(shared), ChatMessage.user(messages.getLast().content() + own));
    var decided = new AgentPolicy(1).decide(conversing);
    assertThat(decided).isEqualTo(new AgentPolicy(1).decide(List.copyOf(conversing)));
    return JSON.readTree(decided.orElseThrow());
  }

  @Test
  void wherePossibleAgentsWriteToEachOther() throws JsonProcessingException {
    var own =
        """
        group g3.0.1 members=@enki,@agent-0 name: "x"
        message t4-1-0 new to=ishtar by @ishtar: "It will rise."
        message t2-1-0 old to=g3.0.1 by @enki: "hi"
        """;
    var kinds = new TreeMap<String, Integer>();
    var recipients = new HashSet<String>();
    for (var number = 0; number < 600; number++) {
      var actions = conversing(number, number % 2 == 0 ? "" : own).path("actions");
      assertThat(actions.size()).isBetween(1, 4);
      for (var action : actions) {
        kinds.merge(action.path("type").asText(), 1, Integer::sum);
        if (action.has("to")) {
          recipients.add(action.path("to").asText());
          assertThat(action.path("text").asText()).isNotBlank().hasSizeLessThanOrEqualTo(200);
        }
      }
    }
    assertThat(kinds).containsKeys("message", "group", "invite", "leave", "post", "hold");
    assertThat(kinds.get("message")).isBetween(100, 400);
    assertThat(recipients).containsExactlyInAnyOrder("ishtar", "enki", "g3.0.1");
  }

  @Test
  void theOtherActionsAreTheSameWhetherAgentsMayWriteToEachOther() throws JsonProcessingException {
    for (var number = 0; number < 100; number++) {
      var without = decision(1, number).path("actions");
      for (var action : conversing(number, "").path("actions")) {
        if (!List.of("message", "group").contains(action.path("type").asText())) {
          assertThat(without).contains(action);
        }
      }
    }
  }

  @Test
  void newsMoveWhatAnAgentBelieves() {
    assertThat(Belief.tone("A finish is very likely now")).isPositive();
    assertThat(Belief.tone("A finish is unlikely")).isNegative();
    assertThat(Belief.tone("Clear nights: many falling stars are likely")).isPositive();
    assertThat(Belief.tone("It is not likely")).isNegative();
    assertThat(Belief.tone("Grain arrives")).isZero();
    assertThat(sides("Everyone agrees: success is likely and strong."))
        .isGreaterThan(sides("Everyone agrees: it fails, success is unlikely."));
  }

  @Test
  void anAgentThatWasRefusedMakesNoMistakeNext() throws JsonProcessingException {
    for (var seed = 0; seed < 500; seed++) {
      for (var action : decision(seed, 50).path("actions")) {
        assertThat(isMistake(action, 50)).as(action.toString()).isFalse();
      }
    }
  }

  @Test
  void agentsDifferAndDoNotRepeatThemselves() throws JsonProcessingException {
    var texts = new HashSet<String>();
    var posts = 0;
    for (var number = 0; number < 300; number++) {
      for (var action : decision(1, number).path("actions")) {
        if (action.path("type").asText().equals("post")) {
          posts++;
          texts.add(action.path("text").asText());
        }
      }
    }
    assertThat(texts.size()).isGreaterThan(posts * 8 / 10);
  }

  @Test
  void aTurnCountedInTheMemoGoesOn() throws JsonProcessingException {
    assertThat(decision(1, 100).path("memo").asText()).startsWith("Turn 5.");
  }

  @Test
  void withoutABriefingThereIsNoDecision() {
    assertThat(new AgentPolicy(1).decide(List.of(ChatMessage.user("Is 91 prime?")))).isEmpty();
  }

  /** Buys of yes less buys of no, over many agents with one piece of news about a fair market. */
  private static int sides(String news) {
    var sides = 0;
    for (var agent = 0; agent < 100; agent++) {
      var briefing =
          "market m1 yes=0.5000 closes=2026-12-01T00:00:00Z question: Will it?\nnews 2026-11-20T10:00:00Z: "
              + news
              + " [about m1]\nyou are @agent-"
              + agent
              + "\nwallet 100000000 micro-points\n";
      var decision = new AgentPolicy(1).decide(List.of(ChatMessage.user(briefing))).orElseThrow();
      sides += decision.contains("\"side\":\"yes\"") ? 1 : 0;
      sides -= decision.contains("\"side\":\"no\"") ? 1 : 0;
    }
    return sides;
  }

  /** Whether the rules would refuse it. */
  private static boolean isMistake(JsonNode action, int number) {
    var facts = BriefingFacts.in(Briefings.messages(number)).orElseThrow();
    return switch (action.path("type").asText()) {
      case "comment" ->
          facts.posts().stream().noneMatch(post -> post.id().equals(action.path("post").asText()));
      case "buy" -> action.path("microPoints").asLong() > facts.walletMicroPoints();
      case "sell" -> action.path("microShares").asLong() > owned(facts, action);
      default -> false;
    };
  }

  private static long owned(BriefingFacts facts, JsonNode sale) {
    return facts.positions().stream()
        .filter(position -> position.market().equals(sale.path("market").asText()))
        .mapToLong(
            position -> sale.path("side").asText().equals("yes") ? position.yes() : position.no())
        .sum();
  }

  private static JsonNode decision(long seed, int number) throws JsonProcessingException {
    return JSON.readTree(new AgentPolicy(seed).decide(Briefings.messages(number)).orElseThrow());
  }
}
