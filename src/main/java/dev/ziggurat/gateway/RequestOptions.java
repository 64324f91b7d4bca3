package dev.ziggurat.gateway;

import jakarta.ws.rs.core.HttpHeaders;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Options of a call beyond OpenAI's API. Headers take precedence over the body.
 *
 * @param project the W&amp;B project that the call is attributed to, {@code team/project}
 * @param fallback whether other providers may answer when the first fails
 * @param limit time limit for the answer
 * @param mostNanoDollars maximum cost of the call
 * @param tags tags for the ledger
 * @param explain whether the answer contains its path
 * @param fresh whether to bypass cached answers
 */
record RequestOptions(
    Optional<String> project,
    boolean fallback,
    Optional<Duration> limit,
    Optional<Long> mostNanoDollars,
    Map<String, String> tags,
    boolean explain,
    boolean fresh) {

  static final String PROJECT = "X-Ziggurat-Project";

  /** The header by which OpenAI's SDKs and LiteLLM name a project. */
  static final String OPENAI_PROJECT = "OpenAI-Project";

  static final String FALLBACK = "X-Ziggurat-Fallback";
  static final String LIMIT = "X-Ziggurat-Limit-Millis";
  static final String MAX_COST = "X-Ziggurat-Max-Cost";
  static final String TAGS = "X-Ziggurat-Tags";
  static final String EXPLAIN = "X-Ziggurat-Explain";

  /** The beginning of the id of a project at OpenAI, which is none of W&amp;B's. */
  private static final String OPENAI_ID = "proj_";

  private static final Pattern TEAM_AND_PROJECT = Pattern.compile("[^/\\s]{1,128}/[^/\\s]{1,128}");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_.-]{1,64}=[^,=\\p{Cntrl}]{1,128}");
  private static final Pattern FRESH = Pattern.compile("(?i)\\bno-(cache|store)\\b");
  private static final BigDecimal NANO = BigDecimal.valueOf(1_000_000_000);
  private static final BigDecimal MAX_DOLLARS = BigDecimal.valueOf(1_000_000);
  private static final int MAX_TAGS = 16;

  /**
   * Parses the headers.
   *
   * @throws GatewayRefusal naming the invalid header
   */
  static RequestOptions of(HttpHeaders headers, GatewayRequest body, Duration longest) {
    return new RequestOptions(
        text(headers, PROJECT)
            .or(() -> text(headers, OPENAI_PROJECT).filter(id -> !id.startsWith(OPENAI_ID)))
            .or(body::project)
            .map(RequestOptions::project),
        text(headers, FALLBACK).map(RequestOptions::fallback).orElse(body.fallback()),
        text(headers, LIMIT).map(text -> limit(text, longest)),
        text(headers, MAX_COST).map(RequestOptions::nanoDollars),
        text(headers, TAGS).map(RequestOptions::tags).orElse(Map.of()),
        text(headers, EXPLAIN).map(text -> flag(EXPLAIN, text)).orElse(false),
        text(headers, HttpHeaders.CACHE_CONTROL).filter(FRESH.asPredicate()).isPresent());
  }

  private static Optional<String> text(HttpHeaders headers, String name) {
    return Optional.ofNullable(headers.getHeaderString(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static String project(String text) {
    if (!TEAM_AND_PROJECT.matcher(text).matches()) {
      throw GatewayRefusal.invalid("project", "project must be team/project");
    }
    return text;
  }

  private static boolean fallback(String text) {
    return switch (text) {
      case "none" -> false;
      case "chain" -> true;
      default -> throw GatewayRefusal.invalid(FALLBACK, FALLBACK + " must be none or chain");
    };
  }

  private static boolean flag(String name, String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw GatewayRefusal.invalid(name, name + " must be true or false");
    };
  }

  private static Duration limit(String text, Duration longest) {
    if (text.matches("\\d{1,9}")) {
      var limit = Duration.ofMillis(Long.parseLong(text));
      if (limit.isPositive() && limit.compareTo(longest) <= 0) {
        return limit;
      }
    }
    throw GatewayRefusal.invalid(
        LIMIT, "%s must be 1 to %d milliseconds".formatted(LIMIT, longest.toMillis()));
  }

  private static long nanoDollars(String text) {
    if (text.matches("\\d{1,7}(\\.\\d{1,12})?")) {
      var dollars = new BigDecimal(text);
      if (dollars.compareTo(MAX_DOLLARS) <= 0) {
        return dollars.multiply(NANO).longValue();
      }
    }
    throw GatewayRefusal.invalid(
        MAX_COST, MAX_COST + " must be an amount in US dollars such as 0.05");
  }

  private static Map<String, String> tags(String text) {
    var tags = new LinkedHashMap<String, String>();
    for (var tag : text.split(",")) {
      var pair = tag.strip();
      if (!TAG.matcher(pair).matches() || tags.size() == MAX_TAGS) {
        throw GatewayRefusal.invalid(
            TAGS,
            "%s must be at most %d of name=value, separated by commas".formatted(TAGS, MAX_TAGS));
      }
      var sign = pair.indexOf('=');
      tags.put(pair.substring(0, sign), pair.substring(sign + 1));
    }
    return tags;
  }
}
