package dev.ziggurat.workers;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Checks that the queues are named as the broker wants it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = QueuesOfBroker.Rule.class)
@interface QueuesOfBroker {

  /** The error and how to fix it. */
  String message() default "";

  /** Not used. */
  Class<?>[] groups() default {};

  /** Not used. */
  Class<? extends Payload>[] payload() default {};

  final class Rule implements ConstraintValidator<QueuesOfBroker, WorkersConfig> {

    @Override
    public boolean isValid(WorkersConfig config, ConstraintValidatorContext context) {
      if (config.broker() != Broker.SQS) {
        return true;
      }
      context.disableDefaultConstraintViolation();
      var shards = isUrl(config.shardQueue(), ".shard-queue", context);
      var deadlines = isUrl(config.deadlineQueue(), ".deadline-queue", context);
      return shards && deadlines;
    }

    private static boolean isUrl(String queue, String key, ConstraintValidatorContext context) {
      var url = queue.startsWith("https://") || queue.startsWith("http://");
      if (!url) {
        context
            .buildConstraintViolationWithTemplate(
                key + ": must be the queue's URL, because ziggurat.workers.broker is sqs")
            .addConstraintViolation();
      }
      return url;
    }
  }
}
