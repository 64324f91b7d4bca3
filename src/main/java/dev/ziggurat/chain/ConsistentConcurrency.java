package dev.ziggurat.chain;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Requires that the initial concurrency limit is not above the highest one. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ConsistentConcurrency.Rule.class)
@interface ConsistentConcurrency {

  /** Not used: {@link Rule} sets the message. */
  String message() default "";

  /** Not used. */
  Class<?>[] groups() default {};

  /** Not used. */
  Class<? extends Payload>[] payload() default {};

  /** Compares the two limits. */
  final class Rule implements ConstraintValidator<ConsistentConcurrency, ChainConfig.Concurrency> {

    @Override
    public boolean isValid(
        ChainConfig.Concurrency concurrency, ConstraintValidatorContext context) {
      context.disableDefaultConstraintViolation();
      context
          .buildConstraintViolationWithTemplate(
              ".initial: must not be more than" + " ziggurat.chain.concurrency.most")
          .addConstraintViolation();
      return concurrency.initial() <= concurrency.most();
    }
  }
}
