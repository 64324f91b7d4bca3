package dev.ziggurat.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ziggurat.llm.ProviderDefinition.Origin;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvidersTest {

  private static final Provider FIFTH = new Provider("fifth");

  private static ProviderDefinition added(Provider provider) {
    var like = Providers.builtIn().get(Provider.OPENAI);
    return new ProviderDefinition(
        provider,
        provider.id(),
        provider.id(),
        Origin.ADDED,
        like.access(),
        like.wire(),
        "m",
        like.deviations());
  }

  private static Providers all() {
    return Providers.builtIn().and(List.of(added(FIFTH), added(new Provider("sixth"))));
  }

  private static List<Provider> providers(String ids) {
    return Stream.of(ids.split(" ")).filter(id -> !id.isEmpty()).map(Provider::new).toList();
  }

  @ParameterizedTest
  @CsvSource({
    // chosen order, all in order, asked before the four, asked after them
    "'', wandb groq claude openai fifth sixth, '', fifth sixth",
    "sixth wandb groq claude openai, sixth wandb groq claude openai fifth, sixth, fifth",
    "fifth, fifth wandb groq claude openai sixth, fifth, sixth",
    "groq, groq wandb claude openai fifth sixth, groq, fifth sixth",
    "wandb groq fifth, wandb groq fifth claude openai sixth, wandb groq fifth, sixth",
    "openai claude groq wandb, openai claude groq wandb fifth sixth, openai claude groq, fifth sixth",
    "fifth unknown sixth, fifth sixth wandb groq claude openai, fifth sixth, ''"
  })
  void providersOutsideTheDefaultOrderAreAskedFirst(
      String chosen, String order, String leading, String trailing) {
    var providers = all().inOrder(providers(chosen));

    assertThat(providers.inOrder()).isEqualTo(providers(order));
    assertThat(providers.leading()).isEqualTo(providers(leading));
    assertThat(providers.trailing()).isEqualTo(providers(trailing));
  }

  @Test
  void findsAProviderByIdOrVendorName() {
    assertThat(all().byIdOrVendor("fifth")).contains(FIFTH);
    assertThat(all().byIdOrVendor("anthropic")).contains(Provider.CLAUDE);
    assertThat(all().byIdOrVendor("claude")).contains(Provider.CLAUDE);
    assertThat(all().byIdOrVendor("unknown")).isEmpty();
    assertThat(Providers.builtIn().byIdOrVendor("fifth")).isEmpty();
  }

  @Test
  void theSameProvidersInTheSameOrderAreEqual() {
    assertThat(all()).isEqualTo(all()).hasSameHashCodeAs(all());
    assertThat(all()).isNotEqualTo(all().inOrder(List.of(FIFTH)));
    assertThat(all()).isNotEqualTo(Providers.builtIn());
  }

  @Test
  void rejectsTwoProvidersWithTheSameId() {
    assertThatThrownBy(() -> new Providers(List.of(added(FIFTH), added(FIFTH))))
        .hasMessageContaining("fifth");
    assertThat(all().and(List.of(added(Provider.WANDB))).get(Provider.WANDB).origin())
        .isEqualTo(Origin.BUILT_IN);
  }

  @Test
  void beforeAndAfterFollowTheOrder() {
    var providers = all().inOrder(List.of(FIFTH));

    assertThat(providers.before(Provider.GROQ)).containsExactly(FIFTH, Provider.WANDB);
    assertThat(providers.after(Provider.OPENAI)).containsExactly(new Provider("sixth"));
    assertThat(providers.each(Provider::id).keySet()).first().isEqualTo(FIFTH);
  }
}
