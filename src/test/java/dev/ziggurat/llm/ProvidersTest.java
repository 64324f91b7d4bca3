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
    "fifth nobody sixth, fifth sixth wandb groq claude openai, fifth sixth, ''"
  })
  void whatIsNotInTheUsualOrderIsAskedFirst(
      String chosen, String order, String leading, String trailing) {
    var providers = all().inOrder(providers(chosen));

    assertThat(providers.inOrder()).isEqualTo(providers(order));
    assertThat(providers.leading()).isEqualTo(providers(leading));
    assertThat(providers.trailing()).isEqualTo(providers(trailing));
  }

  @Test
  void aProviderIsCalledByItsIdOrItsVendorsName() {
    assertThat(all().called("fifth")).contains(FIFTH);
    assertThat(all().called("anthropic")).contains(Provider.CLAUDE);
    assertThat(all().called("claude")).contains(Provider.CLAUDE);
    assertThat(all().called("nobody")).isEmpty();
    assertThat(Providers.builtIn().called("fifth")).isEmpty();
  }

  @Test
  void oneIdMeansOneProvider() {
    assertThatThrownBy(() -> new Providers(List.of(added(FIFTH), added(FIFTH))))
        .hasMessageContaining("fifth");
    assertThat(all().and(List.of(added(Provider.WANDB))).get(Provider.WANDB).origin())
        .isEqualTo(Origin.BUILT_IN);
  }

  @Test
  void whatComesBeforeAndAfterFollowsTheOrder() {
    var providers = all().inOrder(List.of(FIFTH));

    assertThat(providers.before(Provider.GROQ)).containsExactly(FIFTH, Provider.WANDB);
    assertThat(providers.after(Provider.OPENAI)).containsExactly(new Provider("sixth"));
    assertThat(providers.each(Provider::id).keySet()).first().isEqualTo(FIFTH);
  }
}
