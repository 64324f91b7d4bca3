package dev.ziggurat;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Runs a test once for each of the four built-in providers, or for those named. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ArgumentsSource(EachProvider.Source.class)
public @interface EachProvider {

  /** Their ids; all when empty. */
  String[] value() default {};

  /** Gives the providers. */
  final class Source implements ArgumentsProvider {

    @Override
    public Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      var ids = List.of(context.getRequiredTestMethod().getAnnotation(EachProvider.class).value());
      return Providers.builtIn().inOrder().stream()
          .filter(provider -> ids.isEmpty() || ids.contains(provider.id()))
          .<Provider>map(provider -> provider)
          .map(Arguments::of);
    }
  }
}
