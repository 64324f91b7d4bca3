package dev.ziggurat.httpworld.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;

/** What a world does when a game is founded. */
final class FoundingRules {

  static final String FOUND = "found";

  private static final int UNPROCESSABLE = 422;

  private FoundingRules() {}

  static ContractRule found() {
    return new ContractRule(
        FOUND,
        "found answers a digest, and scores and events if there are any",
        "Answer as docs/worlds.md says under \"found\"; the digest is hexadecimal.",
        List.of(AccessRules.MANIFEST),
        session -> {
          session.found(PlayRules.PLAY);
          return "%d agents are in".formatted(session.players.size());
        });
  }

  static ContractRule foundTwice() {
    return new ContractRule(
        "found-twice",
        "The same founding again, before anything was applied, is answered alike",
        "An answer may be lost, and then the founding comes again: answer the same, not an error.",
        List.of(FOUND),
        session -> {
          var founding = session.founding(session.instance("twice"));
          var first = CheckSession.success("found", session.ask("found", founding));
          var second = CheckSession.success("the second found", session.ask("found", founding));
          RuleBroken.unless(
              first.equals(second), "the answers differ: " + OnceRules.differing(first, second));
          return "both answers are equal";
        });
  }

  static ContractRule settings() {
    return new ContractRule(
        "wrong-setting",
        "A setting that is wrong is refused with 422, and `field` names it",
        "Check settings by your own settingsSchema at found, and answer {\"field\": \"…\", \"detail\": \"…\"}.",
        List.of(FOUND),
        session -> {
          var wrong =
              session.manifest().settingsSchema().path("properties").properties().stream()
                  .filter(each -> isPlain(each.getValue()))
                  .map(Map.Entry::getKey)
                  .findFirst()
                  .orElseThrow(() -> new RuleNotTried("there are no settings"));
          var settings = JsonNodeFactory.instance.objectNode();
          settings.putObject(wrong).put("no", "such value");
          var reply =
              session.ask(
                  "found",
                  session.founding(session.instance("settings"), session.players, settings));
          RuleBroken.unless(
              reply.status() == UNPROCESSABLE,
              "an object for %s was answered with %s".formatted(wrong, CheckSession.status(reply)));
          var field = reply.body().path("field").asText();
          RuleBroken.unless(
              field.equals(wrong) || field.startsWith(wrong + "."),
              "the field that was wrong is %s, and the answer named \"%s\""
                  .formatted(wrong, field));
          return "an object for %s was refused with 422".formatted(wrong);
        });
  }

  private static boolean isPlain(JsonNode schema) {
    return List.of("integer", "number", "boolean", "string").contains(schema.path("type").asText());
  }
}
