package dev.ziggurat.babylon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.world.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Games that were founded without settings keep their digests from release to release: a replay of
 * an old game compares with them.
 */
class UsualDigestsTest {

  @Test
  void aGameWithoutSettingsKeepsItsDigests() {
    var scene = Scene.of("ea", "nabu", "sin");
    assertThat(scene.city.digest())
        .isEqualTo("40438d1bdbb2989e99b861112349fed14e69e1408e304ff9961da39c89ff6181");
    var history = new ArrayList<String>();
    for (int tick = 0; tick < 120; tick++) {
      var id = scene.city.markets().iterator().next().id();
      scene.play(
          List.of(
              new Entry.Turn(
                  0,
                  "ea",
                  List.of(
                      Scene.action(
                          "{'type':'post','text':'#flood is near, tick %d'}".formatted(tick)),
                      Scene.action(
                          "{'type':'buy','market':'%s','side':'yes','microPoints':3000000}"
                              .formatted(id)))),
              new Entry.Turn(
                  1,
                  "nabu",
                  List.of(
                      Scene.action(
                          "{'type':'buy','market':'%s','side':'no','microPoints':2000000}"
                              .formatted(id)),
                      Scene.action("{'type':'buy','market':'m9','side':'no','microPoints':1}"))),
              new Entry.Clock()));
      history.add(scene.city.digest());
      history.add(Briefing.shared(scene.city));
      if (tick % 10 == 5) {
        scene.intervene(
            1,
            "{'type':'open','question':'Will it?','closesAt':'2026-01-01T09:00:00Z','outcome':'yes'}");
        history.add(scene.city.digest());
        var opened = Market.id(scene.now().tick(), 1_000);
        scene.intervene(
            2,
            tick % 20 == 5
                ? "{'type':'resolve','market':'%s','outcome':'no'}".formatted(opened)
                : "{'type':'void','market':'%s','reason':'unclear'}".formatted(opened));
        scene.intervene(3, "{'type':'grant','agent':'sin','microPoints':5}");
        scene.intervene(4, "{'type':'news','text':'A quiet day.'}");
        history.add(scene.city.digest());
      }
    }
    assertThat(scene.city.digest())
        .isEqualTo("765c51dffcff69a4bc378eb70432832ffbf137f67857d2f5551bf6a9d9264e6e");
    assertThat(sha256(String.join("\n", history)))
        .as("every digest and briefing")
        .isEqualTo("5f5eb7bc6f1a9b74f4e7fda8dac88f117130391b77e3e9fac8530de215dd7bf1");
  }

  private static String sha256(String text) {
    return HexFormat.of()
        .formatHex(SeededRandom.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
