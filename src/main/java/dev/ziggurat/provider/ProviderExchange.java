package dev.ziggurat.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.AnnouncedLimits;
import dev.ziggurat.llm.CallCancellation;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.ProviderFailure.Cancelled;
import dev.ziggurat.llm.ProviderFailure.ConnectFailed;
import dev.ziggurat.llm.ProviderFailure.ConnectionLost;
import dev.ziggurat.llm.ProviderFailure.Details;
import dev.ziggurat.llm.ProviderFailure.ServerFailed;
import dev.ziggurat.llm.ProviderFailure.TimedOut;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.StreamResetException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import javax.net.ssl.SSLHandshakeException;
import org.jboss.resteasy.reactive.RestResponse;

/** Executes one call with a timeout, and converts every error to a {@link ProviderFailure}. */
@Singleton
public class ProviderExchange {

  private static final int MAX_MESSAGE = 300;

  private final ObjectMapper json;
  private final InstantSource time;
  private final Vertx vertx;
  private final ProviderConfig config;

  ProviderExchange(ObjectMapper json, InstantSource time, Vertx vertx, ProviderConfig config) {
    this.json = json;
    this.time = time;
    this.vertx = vertx;
    this.config = config;
  }

  /** A successful response. */
  public record Answer<T>(
      T body, Headers headers, AnnouncedLimits limits, Optional<String> requestId) {

    /** A copy with another body, such as the parsed one. */
    public <U> Answer<U> with(U other) {
      return new Answer<>(other, headers, limits, requestId);
    }
  }

  /**
   * Blocks until the response is complete. When the timeout passes or the thread is interrupted,
   * the call is cancelled, which closes its connection; also when its caller has left ({@link
   * CallCancellation}).
   *
   * @throws ProviderFailure for everything but a successful response with a body
   */
  public <T> Answer<T> await(Endpoint endpoint, Uni<RestResponse<T>> call, Duration timeout) {
    var pending =
        new OpenCall(vertx, false)
            .start(call)
            .ifNoItem()
            .after(timeout)
            .fail()
            .subscribeAsCompletionStage();
    try (var _ = CallCancellation.waiting()) {
      return read(endpoint, pending.get());
    } catch (InterruptedException interrupted) {
      pending.cancel(true);
      if (CallCancellation.isRequested()) {
        throw new Cancelled(endpoint.provider(), Details.of("cancelled by the caller"));
      }
      Thread.currentThread().interrupt();
      throw new TimedOut(
          endpoint.provider(),
          Details.of("interrupted while waiting for the response"),
          interrupted);
    } catch (ExecutionException failed) {
      throw failure(endpoint, failed.getCause(), timeout);
    }
  }

  /** Starts a streaming call, and returns before the first event has arrived. */
  public EventStream stream(Endpoint endpoint, Uni<RestResponse<InputStream>> call) {
    var open = new OpenCall(vertx, true);
    var events =
        new EventStream(
            this,
            endpoint,
            open,
            vertx,
            (int) config.responseBytes().asLongValue(),
            config.streamBytes().asLongValue());
    open.start(call).subscribe().with(events::onResponse, events::onFailure);
    return events;
  }

  <T> Answer<T> read(Endpoint endpoint, RestResponse<T> response) {
    var headers = Headers.of(response.getHeaders());
    var status = response.getStatus();
    if (status >= 300) {
      throw new ServerFailed(endpoint.provider(), details(status, headers, redirect(headers)));
    }
    if (response.getEntity() == null) {
      throw new ConnectionLost(
          endpoint.provider(), details(status, headers, "the response is empty"));
    }
    return new Answer<>(
        response.getEntity(),
        headers,
        RateLimitHeaders.read(headers, time.instant()),
        requestId(headers));
  }

  /**
   * Reads a whole answer.
   *
   * @param reader converts its JSON object
   * @throws ProviderFailure when it is no JSON object, reports an error, or the reader finds it
   *     unusable
   */
  public Completion read(
      Endpoint endpoint, Answer<String> answer, Function<Answer<ObjectNode>, Completion> reader) {
    try {
      var body =
          ProviderJson.object(answer.body())
              .orElseThrow(
                  () -> UnusableAnswer.malformed("the response cannot be parsed: no JSON object"));
      ReportedError.in(body)
          .ifPresent(
              error -> {
                throw UnusableAnswer.error(error);
              });
      return reader.apply(answer.with(body));
    } catch (UnusableAnswer unusable) {
      throw failure(endpoint, answer, unusable);
    }
  }

  /** The failure for a response with status 200 and unexpected content. */
  public ProviderFailure malformed(Endpoint endpoint, Answer<?> answer, String what) {
    return failure(endpoint, answer, UnusableAnswer.malformed(what));
  }

  /** The failure for an answer with status 200 that is not usable. */
  public ProviderFailure failure(Endpoint endpoint, Answer<?> answer, UnusableAnswer unusable) {
    if (unusable.reportedError().isPresent()) {
      var error = unusable.reportedError().get();
      return classified(
          endpoint,
          new ErrorAnswer(ReportedStatus.of(ErrorBody.read(json, error)), answer.headers(), error));
    }
    return new ConnectionLost(
        endpoint.provider(),
        new Details(
            RestResponse.StatusCode.OK,
            truncate(endpoint.withoutKey(unusable.getMessage())),
            Optional.empty(),
            answer.requestId(),
            unusable.completion(),
            answer.limits()));
  }

  /** Converts an exception of a call to a failure. */
  ProviderFailure failure(Endpoint endpoint, Throwable cause, Duration timeout) {
    var provider = endpoint.provider();
    return switch (cause) {
      case ErrorAnswer answer -> classified(endpoint, answer);
      case TimeoutException _ ->
          new TimedOut(
              provider,
              Details.of("no complete response within " + timeout.toMillis() + " ms"),
              cause);
      case ConnectException _,
          UnknownHostException _,
          NoRouteToHostException _,
          SSLHandshakeException _,
          ConnectionPoolTooBusyException _ ->
          new ConnectFailed(
              provider, Details.of(message(endpoint, "cannot connect: ", cause)), cause);
      case StreamResetException reset when reset.getCause() instanceof AnswerTooLong tooLong ->
          new ConnectionLost(provider, Details.of(tooLong.getMessage()), cause);
      // Also an IOException, but the connection is not at fault.
      case JsonProcessingException _ -> unparseable(endpoint, cause);
      case java.util.concurrent.TimeoutException _ ->
          new TimedOut(provider, Details.of(message(endpoint, "timed out: ", cause)), cause);
      case IOException _, VertxException _ ->
          new ConnectionLost(
              provider, Details.of(message(endpoint, "connection lost: ", cause)), cause);
      default -> unparseable(endpoint, cause);
    };
  }

  /** Omits the cause, whose message may quote the response. */
  private static ProviderFailure unparseable(Endpoint endpoint, Throwable cause) {
    return new ConnectionLost(
        endpoint.provider(),
        Details.of("the response cannot be parsed: " + cause.getClass().getSimpleName()));
  }

  private ProviderFailure classified(Endpoint endpoint, ErrorAnswer answer) {
    var error = ErrorBody.read(json, answer.body());
    var message = error.message().isEmpty() ? "HTTP " + answer.status() : error.message();
    var details =
        new Details(
                answer.status(),
                truncate(endpoint.withoutKey(message)),
                RetryAfter.hint(answer.headers(), error.message(), time.instant()),
                requestId(answer.headers()).or(error::requestId),
                Optional.empty(),
                RateLimitHeaders.read(answer.headers(), time.instant()))
            .naming(endpoint.withoutKey(error.parameter()), endpoint.withoutKey(error.code()));
    return ErrorClassifier.classify(answer.status(), error).apply(endpoint.provider(), details);
  }

  private Details details(int status, Headers headers, String message) {
    return new Details(
        status,
        message,
        Optional.empty(),
        requestId(headers),
        Optional.empty(),
        RateLimitHeaders.read(headers, time.instant()));
  }

  private static String redirect(Headers headers) {
    return "a redirect%s is not followed: set the API base to the final address"
        .formatted(headers.first("location").map(ProviderExchange::host).orElse(""));
  }

  /** Only the host, because the rest of a location may contain secrets. */
  private static String host(String location) {
    try {
      return Optional.ofNullable(URI.create(location).getHost())
          .map(host -> truncate(" to " + host))
          .orElse("");
    } catch (IllegalArgumentException malformed) {
      return "";
    }
  }

  private static Optional<String> requestId(Headers headers) {
    return headers.first("x-request-id", "request-id");
  }

  private static String message(Endpoint endpoint, String prefix, Throwable cause) {
    var text = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return truncate(prefix + endpoint.withoutKey(text));
  }

  private static String truncate(String text) {
    return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE - 1) + "…";
  }
}
