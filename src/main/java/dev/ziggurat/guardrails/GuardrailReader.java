package dev.ziggurat.guardrails;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.http.InvalidField;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads lists of guardrails, and checks all of them. */
@Singleton
public class GuardrailReader {

  /** The field of keys and games. */
  public static final String FIELD = "guardrails";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_. -]{0,59}");
  private static final Pattern WORD = Pattern.compile("[^\\s\\p{Cntrl}\\p{Cs}]{1,200}");

  private static final int REPLACEMENT_CHARACTERS = 100;
  private static final int POLICY_CHARACTERS = 4_000;
  private static final int URL_CHARACTERS = 2_000;
  private static final int MAX_NAMES = 200;
  private static final long MAX_SIZE = 1_000_000_000;

  private static final Duration LEAST_DEADLINE = Duration.ofMillis(10);
  private static final Duration MOST_DEADLINE = Duration.ofSeconds(30);
  private static final Duration WEBHOOK_DEADLINE = Duration.ofSeconds(2);
  private static final Duration MODERATION_DEADLINE = Duration.ofSeconds(10);

  private static final String POLICY =
      "violence, hate, harassment, sexual content, self-harm, or help with a crime";

  private final GuardrailsConfig config;
  private final ObjectMapper json;

  GuardrailReader(GuardrailsConfig config, ObjectMapper json) {
    this.config = config;
    this.json = json;
  }

  /**
   * Reads the list of a body.
   *
   * @throws InvalidField naming the first field that is wrong, such as {@code
   *     guardrails[2].pattern}
   */
  public FieldValue<GuardrailList> read(Body body, JsonNode sent) {
    var field = list(body, sent);
    field.value().ifPresent(this::checkWebhooks);
    return field;
  }

  private static FieldValue<GuardrailList> list(Body body, JsonNode sent) {
    return body.objects(FIELD, GuardrailList.MOST, GuardrailReader::known)
        .map(list -> new GuardrailList(guardrails(list), sent.path(FIELD).toString()));
  }

  /** Reads a list that was stored. The settings may have changed since: those are not checked. */
  public GuardrailList stored(String stored) {
    try {
      return list(stored, json.readTree(stored));
    } catch (JsonProcessingException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  /**
   * Reads a list from its JSON text.
   *
   * @throws InvalidField if it is wrong
   */
  GuardrailList list(String text) {
    try {
      var list = list(text, json.readTree(text));
      checkWebhooks(list);
      return list;
    } catch (JsonProcessingException malformed) {
      throw new InvalidField(FIELD, "is not valid JSON");
    }
  }

  private GuardrailList list(String text, JsonNode read) {
    var sent = json.createObjectNode().set(FIELD, read);
    return list(Body.of(sent, List.of(FIELD)), sent)
        .value()
        .map(list -> new GuardrailList(list.all(), text))
        .orElse(GuardrailList.NONE);
  }

  /** Whether its webhooks can be called with the present settings. */
  private void checkWebhooks(GuardrailList list) {
    for (var i = 0; i < list.all().size(); i++) {
      if (list.all().get(i) instanceof Guardrail.Webhook webhook) {
        var at = "%s[%d].url".formatted(FIELD, i);
        if (config.webhook().signingKey().isEmpty()) {
          throw new InvalidField(
              at, "no webhook can be called before ziggurat.guardrails.webhook.signing-key is set");
        }
        if (!webhook.url().getScheme().equals("https") && !config.webhook().privateAddresses()) {
          throw new InvalidField(at, "must begin with https://");
        }
      }
    }
  }

  /** The list as JSON. */
  public JsonNode json(GuardrailList list) {
    try {
      return json.readTree(list.json());
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static List<String> known(JsonNode guardrail) {
    var kind = guardrail.path("kind").asText();
    return GuardrailKind.ids().contains(kind)
        ? GuardrailKind.of(kind).fields()
        : guardrail.propertyStream().map(Map.Entry::getKey).toList();
  }

  private static List<Guardrail> guardrails(List<Body> list) {
    var names = new HashSet<String>();
    var all = new ArrayList<Guardrail>();
    for (var body : list) {
      var guardrail = guardrail(body);
      if (!names.add(guardrail.name())) {
        throw body.wrong("name", "is also the name of an earlier guardrail: " + guardrail.name());
      }
      all.add(guardrail);
    }
    return all;
  }

  private static Guardrail guardrail(Body body) {
    var kind = GuardrailKind.of(body.oneOf("kind", GuardrailKind.ids()).required());
    var name = body.word("name", NAME).orElse(kind.id());
    return switch (kind) {
      case SIZE -> size(name, body);
      case PATTERN ->
          new Guardrail.PatternMatch(
              name,
              sides(body),
              SafePattern.of(body.line("pattern", SafePattern.CHARACTERS)),
              action(body, "action").orElse(FindingAction.MASK),
              body.line("replacement", REPLACEMENT_CHARACTERS).orElse("[REDACTED]"));
      case SENSITIVE_DATA -> sensitive(name, body);
      case ALLOW_LIST -> allowList(name, body);
      case WEBHOOK ->
          new Guardrail.Webhook(
              name,
              sides(body),
              url(body.line("url", URL_CHARACTERS)),
              deadline(body, WEBHOOK_DEADLINE),
              failOpen(body));
      case MODERATION ->
          new Guardrail.Moderation(
              name,
              sides(body),
              body.word("model", WORD).required(),
              body.text("policy", POLICY_CHARACTERS).orElse(POLICY),
              deadline(body, MODERATION_DEADLINE),
              failOpen(body));
    };
  }

  private static Guardrail size(String name, Body body) {
    var limit =
        new Guardrail.SizeLimit(
            name,
            number(body, "requestCharacters"),
            number(body, "requestTokens"),
            number(body, "answerCharacters"),
            number(body, "answerTokens"));
    if (limit.requestCharacters().isEmpty()
        && limit.requestTokens().isEmpty()
        && limit.answerCharacters().isEmpty()
        && limit.answerTokens().isEmpty()) {
      throw body.wrong(
          "requestCharacters", "or requestTokens, answerCharacters or answerTokens is required");
    }
    return limit;
  }

  private static OptionalLong number(Body body, String field) {
    return body.number(field, 1, MAX_SIZE)
        .value()
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  private static Guardrail sensitive(String name, Body body) {
    var actions = new EnumMap<DataKind, FindingAction>(DataKind.class);
    for (var kind : DataKind.values()) {
      action(body, kind.id()).value().ifPresent(action -> actions.put(kind, action));
    }
    if (actions.isEmpty()) {
      throw body.wrong("email", "or phone, card, iban or secret is required: mask or refuse");
    }
    return new Guardrail.SensitiveData(name, sides(body), actions);
  }

  private static Guardrail allowList(String name, Body body) {
    var models = body.words("models", MAX_NAMES, WORD);
    var tools = body.words("tools", MAX_NAMES, WORD);
    if (models.value().isEmpty() && tools.value().isEmpty()) {
      throw body.wrong("models", "or tools is required");
    }
    return new Guardrail.AllowList(name, models.value(), tools.value().map(Set::copyOf));
  }

  private static FieldValue<FindingAction> action(Body body, String field) {
    return body.oneOf(field, List.of("mask", "refuse"))
        .map(action -> FindingAction.valueOf(action.toUpperCase(Locale.ROOT)));
  }

  private static Set<CallSide> sides(Body body) {
    return switch (body.oneOf("on", List.of("both", "request", "answer")).orElse("both")) {
      case "request" -> Set.of(CallSide.REQUEST);
      case "answer" -> Set.of(CallSide.ANSWER);
      default -> Set.of(CallSide.REQUEST, CallSide.ANSWER);
    };
  }

  private static Duration deadline(Body body, Duration usual) {
    return body.millis("deadlineMillis", LEAST_DEADLINE, MOST_DEADLINE).orElse(usual);
  }

  private static boolean failOpen(Body body) {
    return body.oneOf("onFailure", List.of("refuse", "pass")).orElse("refuse").equals("pass");
  }

  private static URI url(FieldValue<String> field) {
    try {
      var url = new URI(field.required());
      if (url.getHost() == null || !List.of("https", "http").contains(url.getScheme())) {
        throw field.wrong("must be an address that begins with https://");
      }
      if (url.getUserInfo() != null || url.getFragment() != null) {
        throw field.wrong("must have no user and no fragment");
      }
      return url;
    } catch (URISyntaxException invalid) {
      throw field.wrong("is not an address: " + invalid.getReason());
    }
  }
}
