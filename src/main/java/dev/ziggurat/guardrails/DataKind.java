package dev.ziggurat.guardrails;

import java.util.Locale;

/** Kinds of personal data and secrets that {@link SensitiveDataRule} finds. */
public enum DataKind {
  /** Email addresses. */
  EMAIL,
  /** Phone numbers: international with {@code +} or {@code 00}, and North American. */
  PHONE,
  /** Card numbers whose last digit is right by Luhn's formula (ISO/IEC 7812-1). */
  CARD,
  /** Bank accounts whose check digits are right (ISO 13616). */
  IBAN,
  /** API keys, tokens and private keys of known forms. */
  SECRET;

  /** What replaces it. */
  String replacement() {
    return '[' + name() + ']';
  }

  /** Its name in JSON. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
