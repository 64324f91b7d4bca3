package dev.ziggurat.babylon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.world.Action;
import dev.ziggurat.world.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

/** Who sees what, against a model that keeps everything and looks it up. */
@PropertyDefaults(tries = 150)
class ConversationsPropertyTest {

  private static final List<String> HANDLES = List.of("ea", "nabu", "sin", "utu");

  /** What an agent wants to do; numbers choose among agents and groups. */
  record Step(String kind, int agent, int group) {}

  @Provide
  Arbitrary<List<List<List<Step>>>> ticks() {
    var step =
        Combinators.combine(
                Arbitraries.frequency(
                    net.jqwik.api.Tuple.of(4, "message"),
                    net.jqwik.api.Tuple.of(5, "say"),
                    net.jqwik.api.Tuple.of(2, "group"),
                    net.jqwik.api.Tuple.of(3, "invite"),
                    net.jqwik.api.Tuple.of(2, "leave"),
                    net.jqwik.api.Tuple.of(1, "hold")),
                Arbitraries.integers().between(0, HANDLES.size() - 1),
                Arbitraries.integers().between(0, 7))
            .as(Step::new);
    // A turn for each agent, in the order of the handles; empty: it is not due.
    return step.list().ofMaxSize(4).list().ofSize(HANDLES.size()).list().ofMaxSize(14);
  }

  /** Everything that was ever said, and since when who is in which group. */
  private static final class Model {

    record Said(HistoryPosition place, String author, String to, String text) {}

    final List<String> groups = new ArrayList<>();
    final Map<String, Map<String, Integer>> joinedAt = new HashMap<>();
    final List<Said> said = new ArrayList<>();
    final Map<String, Long> lastTurn = new HashMap<>();

    String group(int number) {
      return groups.isEmpty() ? "g0.0.0" : groups.get(number % groups.size());
    }

    boolean isIn(String group, String handle) {
      return joinedAt.getOrDefault(group, Map.of()).containsKey(handle);
    }

    void done(HistoryPosition place, String handle, Action action) {
      var fields = action.arguments();
      switch (action.type()) {
        case "message" ->
            said.add(
                new Said(place, handle, fields.get("to").asText(), fields.get("text").asText()));
        case "group" -> {
          var id = "g%d.%d.%d".formatted(place.tick(), place.position(), place.action());
          groups.add(id);
          join(id, handle);
          fields.get("members").forEach(member -> join(id, member.asText()));
        }
        case "invite" -> join(fields.get("group").asText(), fields.get("agent").asText());
        case "leave" -> joinedAt.get(fields.get("group").asText()).remove(handle);
        default -> assertThat(action.type()).isEqualTo("hold");
      }
    }

    private void join(String group, String handle) {
      joinedAt.computeIfAbsent(group, _ -> new HashMap<>()).put(handle, said.size());
    }

    private boolean sees(String handle, int index) {
      var message = said.get(index);
      return isDirect(message)
          ? message.author().equals(handle) || message.to().equals(handle)
          : isIn(message.to(), handle) && joinedAt.get(message.to()).get(handle) <= index;
    }

    private static boolean isDirect(Said message) {
      return HANDLES.contains(message.to());
    }

    private boolean isNew(String handle, Said message) {
      return !message.author().equals(handle)
          && message.place().tick() >= lastTurn.getOrDefault(handle, 0L);
    }

    private List<Said> newest(List<Said> messages) {
      var sorted = messages.stream().sorted(Comparator.comparing(Said::place)).toList();
      return sorted.subList(Math.max(0, sorted.size() - Correspondence.KEPT), sorted.size());
    }

    /** What the agent is shown: ids with new or old. */
    List<String> shown(String handle) {
      var visible = new ArrayList<Said>();
      visible.addAll(
          newest(
              said.stream()
                  .filter(Model::isDirect)
                  .filter(each -> sees(handle, said.indexOf(each)))
                  .toList()));
      for (var group : groups) {
        newest(said.stream().filter(each -> each.to().equals(group)).toList()).stream()
            .filter(each -> sees(handle, said.indexOf(each)))
            .forEach(visible::add);
      }
      var recent =
          Stream.of(true, false)
              .flatMap(
                  fresh ->
                      visible.stream()
                          .filter(each -> isNew(handle, each) == fresh)
                          .sorted(Comparator.comparing(Said::place).reversed()))
              .limit(Correspondence.SHOWN)
              .toList();
      return Stream.of(true, false)
          .flatMap(
              fresh ->
                  recent.stream()
                      .filter(each -> isNew(handle, each) == fresh)
                      .sorted(Comparator.comparing(Said::place))
                      .map(each -> each.place().id() + (fresh ? " new" : " old")))
          .toList();
    }

    List<String> hiddenFrom(String handle) {
      return Stream.iterate(0, index -> index < said.size(), index -> index + 1)
          .filter(index -> !sees(handle, index))
          .map(index -> said.get(index).text())
          .toList();
    }
  }

  @Property
  void everyAgentIsShownExactlyWhatIsItsToSee(@ForAll("ticks") List<List<List<Step>>> ticks) {
    var scene = Scene.with("{'conversations': true}", HANDLES.toArray(String[]::new));
    var model = new Model();
    for (var tick : ticks) {
      var turns = new ArrayList<Entry>();
      for (var agent = 0; agent < tick.size(); agent++) {
        if (!tick.get(agent).isEmpty()) {
          var handle = HANDLES.get(agent);
          var actions = new ArrayList<Action>();
          for (var step : tick.get(agent)) {
            actions.add(
                action(
                    step,
                    model,
                    "text-%d-%d-%d.".formatted(scene.now().tick() + 1, agent, actions.size())));
          }
          turns.add(new Entry.Turn(agent, handle, actions));
        }
      }
      var applied = scene.play(turns);
      for (var turn : applied.turns()) {
        for (var index = 0; index < turn.actions().size(); index++) {
          var result = turn.actions().get(index);
          var place = new HistoryPosition(scene.now().tick(), turn.position(), index);
          if (result.refusal().isEmpty()) {
            allowed(model, turn.handle(), result.action());
            model.done(place, turn.handle(), result.action());
          }
        }
        model.lastTurn.put(turn.handle(), scene.now().tick());
      }
      check(scene, model);
    }
  }

  private static void allowed(Model model, String handle, Action action) {
    for (var field : List.of("to", "group")) {
      var group = action.arguments().path(field).asText();
      if (group.contains(".")) {
        assertThat(model.isIn(group, handle)).as("%s: %s", handle, action).isTrue();
      }
    }
  }

  private static void check(Scene scene, Model model) {
    assertThat(Briefing.shared(scene.city)).doesNotContain("text-");
    for (var handle : HANDLES) {
      var text = Briefing.own(scene.city, handle);
      assertThat(
              text.lines()
                  .filter(line -> line.startsWith("message "))
                  .map(line -> line.split(" ")[1] + " " + line.split(" ")[2]))
          .isEqualTo(model.shown(handle));
      assertThat(model.hiddenFrom(handle)).noneMatch(text::contains);
      assertThat(
              text.lines()
                  .filter(line -> line.startsWith("group "))
                  .map(line -> line.split(" ")[1]))
          .containsExactlyInAnyOrderElementsOf(
              model.groups.stream().filter(group -> model.isIn(group, handle)).toList());
    }
  }

  private static Action action(Step step, Model model, String text) {
    var agent = HANDLES.get(step.agent());
    var group = model.group(step.group());
    return Scene.action(
        switch (step.kind()) {
          case "message" -> "{'type':'message','to':'%s','text':'%s'}".formatted(agent, text);
          case "say" -> "{'type':'message','to':'%s','text':'%s'}".formatted(group, text);
          case "group" -> "{'type':'group','name':'x','members':['%s']}".formatted(agent);
          case "invite" -> "{'type':'invite','group':'%s','agent':'%s'}".formatted(group, agent);
          case "leave" -> "{'type':'leave','group':'%s'}".formatted(group);
          default -> "{'type':'hold'}";
        });
  }
}
