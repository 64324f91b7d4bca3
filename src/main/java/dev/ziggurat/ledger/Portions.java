package dev.ziggurat.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Divides an amount in proportion to weights by the method of the largest remainder: each gets the
 * whole units of its exact share, and the units left over go one by one to those with the largest
 * fractions, earlier ones first among equals. The shares add up to the amount.
 */
final class Portions {

  private Portions() {}

  /**
   * The share of each weight.
   *
   * @param amount not negative
   * @param weights positive
   */
  static List<Long> of(long amount, List<Long> weights) {
    var all = weights.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
    var shares = new ArrayList<Long>(weights.size());
    var fractions = new ArrayList<BigInteger>(weights.size());
    var left = amount;
    for (var weight : weights) {
      var exact = BigInteger.valueOf(amount).multiply(BigInteger.valueOf(weight));
      var parts = exact.divideAndRemainder(all);
      shares.add(parts[0].longValueExact());
      fractions.add(parts[1]);
      left -= parts[0].longValueExact();
    }
    IntStream.range(0, shares.size())
        .boxed()
        .sorted(Comparator.comparing(fractions::get, Comparator.reverseOrder()))
        .limit(left)
        .forEach(index -> shares.set(index, shares.get(index) + 1));
    return List.copyOf(shares);
  }
}
