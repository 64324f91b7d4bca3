package dev.ziggurat.webhooks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.http.OutgoingAddress;
import dev.ziggurat.tick.Games;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads what a body says of a webhook, and checks all of it. */
@Singleton
class WebhookReader {

  static final int MAX_GAMES = 100;

  private static final String URL = "url";
  private static final String URL_VARIABLE = "urlVariable";
  private static final String SECRET_VARIABLE = "secretVariable";
  private static final List<String> ALL =
      List.of(URL, URL_VARIABLE, "events", "games", "format", SECRET_VARIABLE, "enabled");

  private static final Pattern WORD = Pattern.compile("[^\\s\\p{Cntrl}\\p{Cs}]{1,200}");

  private final WebhookSecrets secrets;
  private final Games games;

  WebhookReader(WebhookSecrets secrets, Games games) {
    this.secrets = secrets;
    this.games = games;
  }

  /**
   * Reads a body. What it leaves as it is now is not checked again: a game may have been deleted,
   * or a variable be missing in this process, and the webhook is to be switched off all the same.
   *
   * @param now what the webhook is now; empty for a new one
   * @throws dev.ziggurat.http.InvalidField naming the first field that is wrong
   */
  WebhookTerms read(JsonNode sent, Optional<WebhookTerms> now) {
    var body = Body.of(sent, ALL);
    var format =
        body.oneOf("format", WebhookFormat.ids()).map(WebhookFormat::of).orElse(WebhookFormat.JSON);
    var terms =
        new WebhookTerms(
            checked(
                body.line(URL, OutgoingAddress.CHARACTERS),
                now.flatMap(WebhookTerms::url),
                secrets::urlFault),
            variable(
                body,
                URL_VARIABLE,
                now.flatMap(WebhookTerms::urlVariable),
                WebhookTerms.URL_VARIABLE,
                secrets::urlVariableFault),
            events(body.words("events", WebhookEventType.ids().size(), WORD)),
            games(
                body.words("games", MAX_GAMES, WORD),
                now.flatMap(WebhookTerms::games).orElse(List.of())),
            format,
            variable(
                body,
                SECRET_VARIABLE,
                now.flatMap(WebhookTerms::secretVariable),
                WebhookTerms.SECRET_VARIABLE,
                secrets::secretFault),
            body.flag("enabled").orElse(true));
    check(terms, body);
    return terms;
  }

  private static void check(WebhookTerms terms, Body body) {
    if (terms.url().isPresent() && terms.format() == WebhookFormat.SLACK) {
      throw body.wrong(
          URL,
          "is a secret of Slack: put it into an environment variable whose name ends in _WEBHOOK_URL, and name that in urlVariable");
    }
    if (terms.url().isPresent() == terms.urlVariable().isPresent()) {
      throw body.wrong(
          URL,
          terms.url().isPresent()
              ? "must be left out where urlVariable is there"
              : "is required, or urlVariable");
    }
    if (terms.format() == WebhookFormat.JSON && terms.secretVariable().isEmpty()) {
      throw body.wrong(
          SECRET_VARIABLE,
          "is required: the environment variable that holds the key requests are signed with");
    }
    if (terms.format() == WebhookFormat.SLACK && terms.secretVariable().isPresent()) {
      throw body.wrong(SECRET_VARIABLE, "must be left out: Slack verifies no signature");
    }
  }

  private static Optional<String> checked(
      FieldValue<String> field, Optional<String> now, Function<String, Optional<String>> fault) {
    field
        .value()
        .filter(value -> !now.filter(value::equals).isPresent())
        .flatMap(fault)
        .ifPresent(
            wrong -> {
              throw field.wrong(wrong);
            });
    return field.value();
  }

  private static Optional<String> variable(
      Body body,
      String name,
      Optional<String> now,
      String allowed,
      Function<String, Optional<String>> fault) {
    var ending = allowed.substring(allowed.lastIndexOf('}') + 1);
    return checked(
        body.line(name, 100),
        now,
        variable ->
            variable.matches(allowed)
                ? fault.apply(variable)
                : Optional.of(
                    "must be the name of an environment variable that ends in %s, in capitals, such as OPS%s"
                        .formatted(ending, ending)));
  }

  private static List<WebhookEventType> events(FieldValue<List<String>> field) {
    var events =
        field.required().stream()
            .distinct()
            .map(
                id ->
                    WebhookEventType.of(id)
                        .filter(WebhookEventType::isSubscribable)
                        .orElseThrow(
                            () ->
                                field.wrong(
                                    "must be of "
                                        + String.join(", ", WebhookEventType.ids())
                                        + ", not "
                                        + id)))
            .toList();
    if (events.isEmpty()) {
      throw field.wrong("must name an event: " + String.join(", ", WebhookEventType.ids()));
    }
    return events;
  }

  private Optional<List<String>> games(FieldValue<List<String>> field, List<String> now) {
    return field
        .map(
            ids -> {
              if (ids.isEmpty()) {
                throw field.wrong("must name a game; null is for all of them");
              }
              for (var id : ids) {
                if (!now.contains(id) && games.find(id).isEmpty()) {
                  throw field.wrong("there is no game '%s'; /api/games lists them".formatted(id));
                }
              }
              return ids.stream().distinct().toList();
            })
        .value();
  }
}
