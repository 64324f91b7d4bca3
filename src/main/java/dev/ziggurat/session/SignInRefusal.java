package dev.ziggurat.session;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Why a sign-in was refused.
 *
 * @param code the value of {@code failed} in the address of the sign-in page
 * @param left time until a retry is allowed, if one can succeed
 */
record SignInRefusal(String code, Response.Status status, String detail, Optional<Duration> left) {

  private static final String SIGN_IN_PAGE = "/console/sign-in";

  static SignInRefusal wrongToken() {
    return new SignInRefusal(
        "token",
        Response.Status.UNAUTHORIZED,
        "The token is not one of those configured here.",
        Optional.empty());
  }

  static SignInRefusal strangeName() {
    return new SignInRefusal(
        "name",
        Response.Status.BAD_REQUEST,
        "name: must be at most %d letters, digits, spaces and . ' @ _ -"
            .formatted(PersonName.LONGEST),
        Optional.empty());
  }

  static SignInRefusal noConsole() {
    return new SignInRefusal(
        "cron",
        Response.Status.FORBIDDEN,
        "This secret only starts ticks: sign in with the viewer or the admin token.",
        Optional.empty());
  }

  static SignInRefusal closed() {
    return new SignInRefusal(
        "closed",
        Response.Status.SERVICE_UNAVAILABLE,
        "No token is configured: set the environment variable ADMIN_TOKEN or VIEWER_TOKEN.",
        Optional.empty());
  }

  static SignInRefusal databaseAway(String reason) {
    return new SignInRefusal(
        "database",
        Response.Status.SERVICE_UNAVAILABLE,
        "Signing in is not possible at the moment: %s. Please retry shortly.".formatted(reason),
        Optional.empty());
  }

  static SignInRefusal tooOften(Duration left) {
    return new SignInRefusal(
        "throttled",
        Response.Status.TOO_MANY_REQUESTS,
        "Too many failed sign-ins from your address: try again in %d seconds."
            .formatted(seconds(left)),
        Optional.of(left));
  }

  /** The response to a program. */
  HttpProblem problem() {
    var problem =
        HttpProblem.builder()
            .withStatus(status)
            .withTitle(status.getReasonPhrase())
            .withDetail(detail);
    if (status == Response.Status.UNAUTHORIZED) {
      problem.withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    left.ifPresent(time -> problem.withHeader(HttpHeaders.RETRY_AFTER, seconds(time)));
    return problem.build();
  }

  /** The redirect of a browser to the sign-in page, which shows the error. */
  String page(LocalPath to) {
    return SIGN_IN_PAGE
        + "?failed="
        + code
        + "&to="
        + URLEncoder.encode(to.text(), StandardCharsets.UTF_8)
        + left.map(time -> "&wait=" + seconds(time)).orElse("");
  }

  /** Rounded up, so that a retry after this time succeeds. */
  private static long seconds(Duration left) {
    return left.plusMillis(999).toSeconds();
  }
}
