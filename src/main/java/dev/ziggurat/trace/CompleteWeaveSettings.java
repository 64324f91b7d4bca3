package dev.ziggurat.trace;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Predicate;

/** Checks that a Weave project has a key. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = CompleteWeaveSettings.Rule.class)
@interface CompleteWeaveSettings {

  /** The error and how to fix it. */
  String message() default ".key: is needed to send spans to a Weave project";

  /** Not used. */
  Class<?>[] groups() default {};

  /** Not used. */
  Class<? extends Payload>[] payload() default {};

  final class Rule
      implements ConstraintValidator<CompleteWeaveSettings, TraceConfig.WeaveSettings> {

    @Override
    public boolean isValid(TraceConfig.WeaveSettings weave, ConstraintValidatorContext context) {
      return weave.project().filter(Predicate.not(String::isBlank)).isEmpty()
          || weave.key().filter(Predicate.not(String::isBlank)).isPresent();
    }
  }
}
