package dev.ziggurat.llm;

import java.util.Set;

/** Service tiers by what they cost, compared with the prices of the catalogue. */
public final class ServiceTier {

  private static final Set<String> USUAL =
      Set.of("auto", "default", "on_demand", "standard", "standard_only");

  /** Never dearer than those: half of them at OpenAI, the same at Groq. */
  private static final String DISCOUNTED = "flex";

  private ServiceTier() {}

  /** Whether a tier is billed at the prices of the catalogue. */
  public static boolean isUsual(String tier) {
    return USUAL.contains(tier);
  }

  /** Whether a tier may be cheaper than the prices of the catalogue. */
  public static boolean isDiscounted(String tier) {
    return DISCOUNTED.equals(tier);
  }
}
