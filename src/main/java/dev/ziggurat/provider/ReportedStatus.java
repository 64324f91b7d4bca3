package dev.ziggurat.provider;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The HTTP status that an error names which was reported with status 200: its numeric code, else
 * the status that its code, its type or its text stands for, else 500.
 */
final class ReportedStatus {

  private static final int SERVER_ERROR = 500;

  /** Codes and types of OpenAI, Groq, Claude, vLLM, llama.cpp and Google, {@link #plain}. */
  private static final Map<String, Integer> NAMES =
      Map.ofEntries(
          Map.entry("badrequest", 400),
          Map.entry("invalidrequest", 400),
          Map.entry("invalidprompt", 400),
          Map.entry("invalidargument", 400),
          Map.entry("contextlengthexceeded", 400),
          Map.entry("exceedcontextsize", 400),
          Map.entry("unsupportedparameter", 400),
          Map.entry("unsupportedvalue", 400),
          Map.entry("jsonvalidatefailed", 400),
          Map.entry("toolusefailed", 400),
          Map.entry("modeldecommissioned", 400),
          Map.entry("authentication", 401),
          Map.entry("unauthorized", 401),
          Map.entry("unauthenticated", 401),
          Map.entry("invalidapikey", 401),
          Map.entry("paymentrequired", 402),
          Map.entry("billing", 402),
          Map.entry("permission", 403),
          Map.entry("permissiondenied", 403),
          Map.entry("forbidden", 403),
          Map.entry("requestforbidden", 403),
          Map.entry("unsupportedcountryregionterritory", 403),
          Map.entry("notfound", 404),
          Map.entry("modelnotfound", 404),
          Map.entry("requesttimeout", 408),
          Map.entry("requesttoolarge", 413),
          Map.entry("payloadtoolarge", 413),
          Map.entry("unprocessableentity", 422),
          Map.entry("ratelimit", 429),
          Map.entry("ratelimitexceeded", 429),
          Map.entry("toomanyrequests", 429),
          Map.entry("resourceexhausted", 429),
          Map.entry("insufficientquota", 429),
          Map.entry("creditbalanceexhausted", 429),
          Map.entry("organizationspendlimitexceeded", 429),
          Map.entry("projectspendlimitexceeded", 429),
          Map.entry("organizationusagelimitexceeded", 429),
          Map.entry("enforcedspendlimitreached", 429),
          Map.entry("billinghardlimitreached", 429),
          Map.entry("billingnotactive", 429),
          Map.entry("capacityexceeded", 498),
          Map.entry("internalserver", 500),
          Map.entry("internal", 500),
          Map.entry("server", 500),
          Map.entry("api", 500),
          Map.entry("badgateway", 502),
          Map.entry("overloaded", 503),
          Map.entry("engineoverloaded", 503),
          Map.entry("serverisoverloaded", 503),
          Map.entry("serviceunavailable", 503),
          Map.entry("unavailable", 503),
          Map.entry("slowdown", 503),
          Map.entry("timeout", 504),
          Map.entry("gatewaytimeout", 504),
          Map.entry("deadlineexceeded", 504));

  /** A phrase of a message, and the status that it stands for. */
  private record Phrase(Pattern pattern, int status) {
    static Phrase of(String pattern, int status) {
      return new Phrase(Pattern.compile(pattern), status);
    }
  }

  /** The first match counts. */
  private static final List<Phrase> PHRASES =
      List.of(
          Phrase.of("too many requests|rate.?limit|(?:try|retry) again in \\d", 429),
          Phrase.of("exceeded your current quota", 429),
          Phrase.of("unauthorized|unauthenticated|(?:invalid|incorrect) (?:x-)?api.key", 401),
          Phrase.of("payment required|insufficient (?:credit|balance|funds)", 402),
          Phrase.of("forbidden|permission denied", 403),
          Phrase.of("overloaded|unavailable|out of capacity|at capacity", 503),
          Phrase.of("bad gateway", 502),
          Phrase.of("timed out|time-?out", 504),
          Phrase.of("bad request|context (?:length|window|size)|prompt is too long", 400));

  private static final Pattern STATUS = Pattern.compile("[45]\\d\\d");
  private static final Pattern STATUS_IN_TEXT =
      Pattern.compile("(?:^|(?:http|error|code|status)[ :=]{1,3})([45]\\d\\d)\\b");
  private static final Pattern SEPARATORS = Pattern.compile("[_\\-. ]");

  private ReportedStatus() {}

  static int of(ErrorBody error) {
    return number(error.code())
        .or(() -> number(error.type()))
        .or(() -> Optional.ofNullable(NAMES.get(plain(error.code()))))
        .or(() -> Optional.ofNullable(NAMES.get(plain(error.type()))))
        .or(() -> inText(error.message().toLowerCase(Locale.ROOT)))
        .orElse(SERVER_ERROR);
  }

  private static Optional<Integer> number(String text) {
    return STATUS.matcher(text).matches() ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }

  /** {@code rate_limit_error} and {@code RateLimitError} are the same name. */
  private static String plain(String name) {
    var joined = SEPARATORS.matcher(name).replaceAll("");
    return joined.length() > 5 && joined.endsWith("error")
        ? joined.substring(0, joined.length() - 5)
        : joined;
  }

  private static Optional<Integer> inText(String message) {
    var stated = STATUS_IN_TEXT.matcher(message);
    return stated.find()
        ? Optional.of(Integer.valueOf(stated.group(1)))
        : PHRASES.stream()
            .filter(phrase -> phrase.pattern().matcher(message).find())
            .findFirst()
            .map(Phrase::status);
  }
}
