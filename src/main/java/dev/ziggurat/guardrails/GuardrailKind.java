package dev.ziggurat.guardrails;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The kinds of guardrails, and the fields that each has in JSON. */
enum GuardrailKind {
  SIZE("size", "requestCharacters", "requestTokens", "answerCharacters", "answerTokens"),
  PATTERN("pattern", "on", "pattern", "action", "replacement"),
  SENSITIVE_DATA("sensitive-data", "on", "email", "phone", "card", "iban", "secret"),
  ALLOW_LIST("allow-list", "models", "tools"),
  WEBHOOK("webhook", "on", "url", "deadlineMillis", "onFailure"),
  MODERATION("moderation", "on", "model", "policy", "deadlineMillis", "onFailure");

  private final String id;
  private final List<String> fields;

  GuardrailKind(String id, String... fields) {
    this.id = id;
    this.fields = Stream.concat(Stream.of("kind", "name"), Arrays.stream(fields)).toList();
  }

  String id() {
    return id;
  }

  List<String> fields() {
    return fields;
  }

  static List<String> ids() {
    return Arrays.stream(values()).map(GuardrailKind::id).toList();
  }

  static GuardrailKind of(Guardrail guardrail) {
    return switch (guardrail) {
      case Guardrail.SizeLimit _ -> SIZE;
      case Guardrail.PatternMatch _ -> PATTERN;
      case Guardrail.SensitiveData _ -> SENSITIVE_DATA;
      case Guardrail.AllowList _ -> ALLOW_LIST;
      case Guardrail.Webhook _ -> WEBHOOK;
      case Guardrail.Moderation _ -> MODERATION;
    };
  }

  static GuardrailKind of(String id) {
    return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst().orElseThrow();
  }
}
