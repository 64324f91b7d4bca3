package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.llm.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Parses the faults of one provider; errors name the invalid field. */
final class FaultReader {

  private static final int TEN_MINUTES = 600_000;
  private static final int MANY = 1_000_000;
  private static final Set<String> MODIFIERS =
      Set.of(
          "server",
          "variant",
          "retryAfterSeconds",
          "latencyMillis",
          "maxInFlight",
          "tokensPerMinute",
          "withoutUsage",
          "only",
          "firstChunkMillis",
          "chunkMillis",
          "cutAfterChunks",
          "errorAfterChunks");

  private final Provider provider;
  private final Map<ServerKind, ProviderSheet> sheets;
  private final JsonNode body;
  private ServerKind server = ServerKind.HOSTED;
  private ProviderSheet sheet;

  /**
   * @param sheets of each server that can answer in the provider's place
   */
  FaultReader(Provider provider, Map<ServerKind, ProviderSheet> sheets, JsonNode body) {
    this.provider = provider;
    this.sheets = sheets;
    this.body = body;
    this.sheet = sheets.get(server);
  }

  Fault fault() throws InvalidFaultField {
    if (!body.isObject()) {
      throw new InvalidFaultField(provider.id(), "must be an object of faults");
    }
    for (var field : body.properties()) {
      var name = field.getKey();
      if (!MODIFIERS.contains(name) && FaultKind.byField(name).isEmpty()) {
        throw wrong(name, "is unknown; see PUT /simulator/faults");
      }
    }
    server = server();
    sheet = sheets.get(server);
    var disturbance = disturbance();
    var status = status(disturbance);
    var retryAfter = number("retryAfterSeconds", 0, 86_400);
    if (retryAfter.isPresent() && status == 0 && !body.has("maxInFlight")) {
      throw wrong("retryAfterSeconds", "goes with status, errorInside or maxInFlight only");
    }
    return new Fault(
        server,
        disturbance,
        status,
        variant(status),
        finishReason(),
        retryAfter,
        number("latencyMillis", 0, TEN_MINUTES),
        number("maxInFlight", 0, MANY),
        tokensPerMinute(),
        flag("withoutUsage"),
        only(),
        pace());
  }

  private ServerKind server() throws InvalidFaultField {
    var id = body.path("server").asText(ServerKind.HOSTED.id());
    return ServerKind.byId(id)
        .filter(sheets::containsKey)
        .orElseThrow(
            () ->
                wrong(
                    "server",
                    "must be one of "
                        + sheets.keySet().stream()
                            .sorted()
                            .map(ServerKind::id)
                            .collect(Collectors.joining(", "))));
  }

  private Optional<FaultKind> disturbance() throws InvalidFaultField {
    var asked = new ArrayList<FaultKind>();
    for (var each : FaultKind.values()) {
      if (each.hasValue() ? body.has(each.field()) : flag(each.field())) {
        asked.add(each);
      }
    }
    if (asked.size() > 1) {
      throw wrong(
          asked.get(1).field(),
          "cannot go together with " + asked.getFirst().field() + "; keep one");
    }
    return asked.stream().findFirst();
  }

  private int status(Optional<FaultKind> disturbance) throws InvalidFaultField {
    return switch (disturbance.orElse(null)) {
      case STATUS -> number("status", 300, 599).orElseThrow();
      case ERROR_INSIDE -> number("errorInside", 400, 599).orElseThrow();
      case null, default -> 0;
    };
  }

  private Optional<String> finishReason() throws InvalidFaultField {
    var reason = body.path("finishReason");
    if (!reason.isMissingNode() && !reason.isTextual() && !reason.isNull()) {
      throw wrong("finishReason", "must be a text or null");
    }
    return Optional.ofNullable(reason.textValue());
  }

  private Optional<String> variant(int status) throws InvalidFaultField {
    if (!body.has("variant")) {
      return Optional.empty();
    }
    var known =
        List.copyOf(
            sheet.errors().containsKey(status) ? sheet.errors().get(status).keySet() : Set.of());
    var variant = body.path("variant").asText();
    if (!known.contains(variant)) {
      throw wrong(
          "variant",
          known.isEmpty()
              ? "needs a status that has variants"
              : "must be one of " + String.join(", ", known) + " for status " + status);
    }
    return Optional.of(variant);
  }

  private OptionalLong tokensPerMinute() throws InvalidFaultField {
    if (body.has("tokensPerMinute") && sheet.tokensPerMinute() == 0) {
      throw wrong("tokensPerMinute", "is not announced by " + provider.id());
    }
    var limit = number("tokensPerMinute", 1, Integer.MAX_VALUE);
    return limit.isPresent() ? OptionalLong.of(limit.getAsInt()) : OptionalLong.empty();
  }

  private Fault.Only only() throws InvalidFaultField {
    var only = body.path("only");
    if (only.isMissingNode()) {
      return Fault.Only.ALL;
    }
    if (only.size() != 1 || !(only.has("first") || only.has("every"))) {
      throw wrong("only", "must be {\"first\": n} or {\"every\": n}");
    }
    return only.has("first")
        ? new Fault.Only(number(only.path("first"), "only.first", 1, MANY), 1)
        : new Fault.Only(0, number(only.path("every"), "only.every", 1, MANY));
  }

  private Fault.Pace pace() throws InvalidFaultField {
    if (body.has("cutAfterChunks") && body.has("errorAfterChunks")) {
      throw wrong("errorAfterChunks", "cannot go together with cutAfterChunks; keep one");
    }
    return new Fault.Pace(
        number("firstChunkMillis", 0, TEN_MINUTES).orElse(Fault.Pace.DEFAULT.firstChunkMillis()),
        number("chunkMillis", 0, TEN_MINUTES).orElse(Fault.Pace.DEFAULT.chunkMillis()),
        number("cutAfterChunks", 0, MANY),
        number("errorAfterChunks", 0, MANY));
  }

  private boolean flag(String field) throws InvalidFaultField {
    var value = body.path(field);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw wrong(field, "must be true or false");
    }
    return value.asBoolean(false);
  }

  private OptionalInt number(String field, int least, int most) throws InvalidFaultField {
    return body.has(field)
        ? OptionalInt.of(number(body.path(field), field, least, most))
        : OptionalInt.empty();
  }

  private int number(JsonNode value, String field, int least, int most) throws InvalidFaultField {
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < least
        || value.intValue() > most) {
      throw wrong(field, "must be a whole number from " + least + " to " + most);
    }
    return value.intValue();
  }

  private InvalidFaultField wrong(String field, String message) {
    return new InvalidFaultField(provider.id() + "." + field, message);
  }
}
