package dev.ziggurat.httpworld.check;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.httpworld.WorldProbe.Reply;
import dev.ziggurat.httpworld.WorldProbe.Signature;
import dev.ziggurat.world.Entry;
import dev.ziggurat.world.WorldUnavailable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What a world says it is, whom it lets in, and what it does with nonsense. */
final class AccessRules {

  static final String MANIFEST = "manifest";
  static final String UNKNOWN_INSTANCE = "unknown-instance";

  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int FIRST_CLIENT_ERROR = 400;
  private static final int FIRST_SERVER_ERROR = 500;
  private static final int NESTED = 20_000;

  private AccessRules() {}

  static ContractRule manifest() {
    return new ContractRule(
        MANIFEST,
        "GET answers a manifest of contract 1",
        "Answer GET at the address itself as docs/worlds.md says under \"what it is\". With status 401, compare"
            + " the key of the world with that in the variable.",
        List.of(),
        session -> {
          var manifest =
              session.probe.manifest(
                  CheckSession.success("GET", session.manifest(Signature.CORRECT)));
          session.set(manifest);
          return "%s; clock %s, replay %s, gzip %s, %d interventions, %d views"
              .formatted(
                  manifest.name(),
                  manifest.clock(),
                  manifest.replay(),
                  manifest.gzip(),
                  manifest.interventions().size(),
                  manifest.views().size());
        });
  }

  static List<ContractRule> signatures() {
    return List.of(
        refused(
            "unsigned",
            "A request without a signature is refused with 401",
            List.of(Signature.MISSING)),
        refused(
            "wrong-signature",
            "A signature by another key, or of another body, is refused with 401",
            List.of(Signature.WRONG_KEY, Signature.WRONG_BODY)),
        refused(
            "outdated-signature",
            "A signature more than 300 s old, or as far in the future, is refused with 401",
            List.of(Signature.OUTDATED, Signature.EARLY)));
  }

  private static ContractRule refused(String name, String demand, List<Signature> signatures) {
    return new ContractRule(
        name,
        demand,
        "Check X-Ziggurat-Signature before anything else, for every operation: the HMAC-SHA256 over the"
            + " seconds, a dot and the bytes of the body as they came, and the age of the seconds.",
        List.of(),
        session -> {
          var asked = 0;
          for (var signature : signatures) {
            refused("GET", session.manifest(signature));
            var founding = session.founding(session.instance(name));
            refused("found", session.ask("found", founding, signature));
            var body = JsonNodeFactory.instance.objectNode().put("instance", "check-nobody");
            refused("apply", session.ask("apply", body, signature));
            asked += 3;
          }
          return "%d requests were refused with 401".formatted(asked);
        });
  }

  private static void refused(String operation, Reply reply) {
    RuleBroken.unless(
        reply.status() == UNAUTHORIZED,
        "%s was answered with %s".formatted(operation, CheckSession.status(reply)));
  }

  static ContractRule unknownInstance() {
    return new ContractRule(
        UNKNOWN_INSTANCE,
        "brief and apply of an instance that was not founded are answered with 404",
        "Look the instance up first, and answer 404 where there is none: 500 would say \"try later\", and"
            + " an instance made up on the way would hide that the data was lost.",
        List.of(MANIFEST),
        session -> {
          var instance = session.instance("never-founded");
          missing("brief", session.brief(instance, 1, session.players));
          missing(
              "apply",
              session.apply(
                  instance,
                  CheckSession.moment(1),
                  "1.0",
                  1,
                  List.of(new Entry.Turn(0, "ada", List.of()))));
          return "both were answered with 404";
        });
  }

  static void missing(String operation, Reply reply) {
    RuleBroken.unless(
        reply.status() == NOT_FOUND,
        "%s was answered with %s".formatted(operation, CheckSession.status(reply)));
  }

  static ContractRule malformed() {
    return new ContractRule(
        "malformed-body",
        "A body that is not what the contract says is refused with 4xx, and the world still answers",
        "Answer 400 where a body cannot be read. Do not fail: an exception of the parser is not a reason to"
            + " end, and neither is deep nesting.",
        List.of(MANIFEST),
        session -> {
          var bodies =
              List.of(
                  "",
                  "nonsense",
                  "[]",
                  "7",
                  "null",
                  "{}",
                  "{\"instance\": 7}",
                  "{\"instance\": {}}",
                  "[".repeat(NESTED));
          for (var operation : List.of("found", "brief", "apply")) {
            for (var body : bodies) {
              var reply = session.askRaw(operation, body.getBytes(StandardCharsets.UTF_8));
              RuleBroken.unless(
                  isRefusal(reply),
                  "%s with the body %s was answered with %s"
                      .formatted(
                          operation,
                          body.length() > 20 ? body.substring(0, 20) + "…" : '"' + body + '"',
                          CheckSession.status(reply)));
            }
          }
          CheckSession.success("GET", session.manifest(Signature.CORRECT));
          return "%d bodies were refused with 4xx".formatted(3 * bodies.size());
        });
  }

  static ContractRule oversized() {
    return new ContractRule(
        "oversized-body",
        "A body of 33 MiB is refused with 4xx, or the connection is closed, and the world still answers",
        "Bound the bodies that you read: answer 413 when Content-Length says more, and stop reading when"
            + " there is more than was said.",
        List.of(MANIFEST),
        session -> {
          var body = new byte[session.oversizedBytes];
          Arrays.fill(body, (byte) ' ');
          var seen = "it was refused with ";
          try {
            var reply = session.askRaw("found", body);
            RuleBroken.unless(
                isRefusal(reply), "found was answered with " + CheckSession.status(reply));
            seen += reply.status();
          } catch (WorldUnavailable closed) {
            seen = "the connection was closed";
          }
          CheckSession.success("GET after that", session.manifest(Signature.CORRECT));
          return seen;
        });
  }

  private static boolean isRefusal(Reply reply) {
    return reply.status() >= FIRST_CLIENT_ERROR && reply.status() < FIRST_SERVER_ERROR;
  }
}
