package dev.ziggurat.gateway.keys;

import dev.ziggurat.gateway.keys.KeyStore.Issued;
import dev.ziggurat.guardrails.GuardrailReader;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;

/** Shows keys with what they spent. */
@Singleton
class KeyViews {

  private final KeyBudgets budgets;
  private final GuardrailReader guardrails;
  private final InstantSource time;

  KeyViews(KeyBudgets budgets, GuardrailReader guardrails, InstantSource time) {
    this.budgets = budgets;
    this.guardrails = guardrails;
    this.time = time;
  }

  List<KeyView> of(List<Key> keys) {
    var spend = budgets.spend(keys.stream().map(Key::id).toList());
    var now = time.instant();
    return keys.stream()
        .map(
            key ->
                KeyView.of(
                    key, guardrails.json(key.terms().guardrails()), spend.get(key.id()), now))
        .toList();
  }

  KeyView of(Key key) {
    return of(List.of(key)).getFirst();
  }

  IssuedKey of(Issued issued) {
    return new IssuedKey(issued.secret().reveal(), of(issued.key()));
  }
}
