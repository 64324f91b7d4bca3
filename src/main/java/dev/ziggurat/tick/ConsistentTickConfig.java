package dev.ziggurat.tick;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Checks that the parts of a tick's time fit into its budget. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ConsistentTickConfig.Rule.class)
@interface ConsistentTickConfig {

  /** The error and how to fix it. */
  String message() default "";

  /** Not used. */
  Class<?>[] groups() default {};

  /** Not used. */
  Class<? extends Payload>[] payload() default {};

  final class Rule implements ConstraintValidator<ConsistentTickConfig, TickConfig> {

    @Override
    public boolean isValid(TickConfig config, ConstraintValidatorContext context) {
      context.disableDefaultConstraintViolation();
      var reserve = config.reserve().compareTo(config.budget()) < 0;
      if (!reserve) {
        context
            .buildConstraintViolationWithTemplate(
                ".reserve: must be shorter than ziggurat.tick.budget, of which it is a" + " part")
            .addConstraintViolation();
      }
      var least = config.leastBudget().compareTo(config.budget()) <= 0;
      if (!least) {
        context
            .buildConstraintViolationWithTemplate(
                ".least-budget: must not be longer than ziggurat.tick.budget, or no"
                    + " tick would run")
            .addConstraintViolation();
      }
      return reserve && least;
    }
  }
}
