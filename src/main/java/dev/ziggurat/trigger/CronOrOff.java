package dev.ziggurat.trigger;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Set;

/** A Quartz cron expression, or {@code off}. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = CronOrOff.Rule.class)
@interface CronOrOff {

  /** The error and how to fix it. */
  String message() default
      "must be a Quartz cron expression of six fields, seconds first, such as 0 * * * * ? for every"
          + " minute, or off";

  /** Not used. */
  Class<?>[] groups() default {};

  /** Not used. */
  Class<? extends Payload>[] payload() default {};

  final class Rule implements ConstraintValidator<CronOrOff, String> {

    private static final Set<String> NEVER = Set.of("off", "disabled");

    @Override
    public boolean isValid(String expression, ConstraintValidatorContext context) {
      if (expression == null || NEVER.contains(expression.strip())) {
        return true;
      }
      try {
        new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ))
            .parse(expression)
            .validate();
        return true;
      } catch (IllegalArgumentException malformed) {
        return false;
      }
    }
  }
}
