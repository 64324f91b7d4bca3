package dev.ziggurat.reflection;

import io.quarkus.qute.EngineBuilder;
import io.quarkus.qute.EvalContext;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Results;
import io.quarkus.qute.ValueResolver;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;

/**
 * Refuses to render what only reflection could look up: a page's expressions must be resolved by
 * what was generated from types known when the package was built. A tag's parameters are the usual
 * offender: name their types with {@code {@type name}}.
 */
@Singleton
class PageGuard {

  void configure(@Observes EngineBuilder engine) {
    engine.addValueResolver(new LastButOne());
  }

  /** Is asked when nobody but reflection is left. */
  private static final class LastButOne implements ValueResolver {

    private final ReflectionValueResolver reflection = new ReflectionValueResolver();

    @Override
    public int getPriority() {
      return reflection.getPriority() + 1;
    }

    @Override
    public boolean appliesTo(EvalContext context) {
      if (context.getBase() != null && reflection.appliesTo(context)) {
        throw new AssertionError(
            "'%s' of %s is looked up by reflection, which a native executable may not have"
                .formatted(context.getName(), context.getBase().getClass().getName()));
      }
      return false;
    }

    @Override
    public CompletionStage<Object> resolve(EvalContext context) {
      return Results.notFound(context);
    }
  }
}
