package dev.ziggurat.access;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;

/**
 * Replaces, in native images, a method of the problem extension that reads fields of {@code
 * ChallengeData} which Quarkus 3.33 no longer has: such an image does not link. {@link
 * UnauthorizedExceptionMapper} answers before that method is asked, on the JVM too.
 */
@TargetClass(className = "io.quarkiverse.resteasy.problem.security.HttpUnauthorizedUtils")
final class UnauthorizedSubstitution {

  private UnauthorizedSubstitution() {}

  @Substitute
  static Uni<HttpProblem> toProblem(RoutingContext context, Exception e) {
    return Uni.createFrom()
        .item(
            HttpProblem.builder()
                .withStatus(Status.UNAUTHORIZED)
                .withTitle(Status.UNAUTHORIZED.getReasonPhrase())
                .withDetail(e.getMessage())
                .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build());
  }
}
