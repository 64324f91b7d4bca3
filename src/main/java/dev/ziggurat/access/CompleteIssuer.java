package dev.ziggurat.access;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Predicate;

/** Checks that an issuer has a safe address and an audience. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = CompleteIssuer.Rule.class)
@interface CompleteIssuer {

  /** The error and how to fix it. */
  String message() default "";

  /** Not used. */
  Class<?>[] groups() default {};

  /** Not used. */
  Class<? extends Payload>[] payload() default {};

  final class Rule implements ConstraintValidator<CompleteIssuer, AccessSettings.IssuerSettings> {

    @Override
    public boolean isValid(
        AccessSettings.IssuerSettings settings, ConstraintValidatorContext context) {
      context.disableDefaultConstraintViolation();
      var issuer = settings.issuer().filter(Predicate.not(String::isBlank));
      var address = issuer.isEmpty() || Issuer.isAddress(issuer.get().strip());
      if (!address) {
        context
            .buildConstraintViolationWithTemplate(".issuer: must begin with https://")
            .addConstraintViolation();
      }
      var audience =
          issuer.isEmpty()
              || settings.audience().filter(Predicate.not(String::isBlank)).isPresent();
      if (!audience) {
        context
            .buildConstraintViolationWithTemplate(
                ".audience: is needed beside an issuer: the aud of its tokens")
            .addConstraintViolation();
      }
      return address && audience;
    }
  }
}
