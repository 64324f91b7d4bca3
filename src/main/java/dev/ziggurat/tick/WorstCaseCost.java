package dev.ziggurat.tick;

import dev.ziggurat.money.NanoDollars;
import java.util.Optional;

/**
 * What a turn's call may cost at most, and of whom it will be asked first.
 *
 * @param provider empty when nobody can be asked
 * @param atMost the sum over all that may be asked: each may bill an answer of no use, before the
 *     next is asked
 * @param priceKnown whether all their prices are known; when not, {@code atMost} is too low
 * @param simulated whether the first is played by the simulator
 */
record WorstCaseCost(
    Optional<String> provider,
    Optional<String> model,
    NanoDollars atMost,
    boolean priceKnown,
    boolean simulated) {}
