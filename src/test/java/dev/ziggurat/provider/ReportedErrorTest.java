package dev.ziggurat.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors inside a 200 have the status that they name, and their wait is read. */
class ReportedErrorTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Headers NONE = new Headers(Map.of());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Numeric codes.
        "429|{'error':{'message':'Too many requests, please try again in 20s','code':429}}",
        "400|{'error':{'message':'x','type':'BadRequestError','param':null,'code':400}}",
        "401|{'error':{'code':401}}",
        "400|{'error':{'code':'invalid_prompt','message':'x'}}",
        "402|{'error':{'code':'402'}}",
        "404|{'object':'error','message':'x','type':'NotFoundError','param':null,'code':404}",
        "502|{'choices':[{'index':0,'error':{'code':502,'message':'x'},'finish_reason':'error'}]}",
        "503|{'error':{'status':503,'message':'x'}}",
        "429|{'error':{'status_code':429,'message':'x'}}",
        "429|{'error':{'code':429,'message':'Quota.','status':'RESOURCE_EXHAUSTED'}}",
        "429|{'error':'x','code':429}",
        "429|{'error':true,'message':'x','code':429}",
        "429|{'message':'x','code':429}",
        // A numeric code that is no status.
        "429|{'error':{'code':1302,'type':'rate_limit_error'}}",
        "500|{'error':{'code':1302}}",
        // Codes and types.
        "400|{'error':{'type':'BadRequestError'}}",
        "404|{'error':{'type':'NotFoundError'}}",
        "503|{'error':{'type':'ServiceUnavailableError'}}",
        "500|{'error':{'type':'InternalServerError'}}",
        "429|{'error':{'type':'RateLimitError'}}",
        "503|{'error':{'type':'unavailable_error','message':'Loading model'}}",
        "400|{'error':{'type':'exceed_context_size_error'}}",
        "400|{'error':{'type':'invalid_request_error','code':null}}",
        "401|{'error':{'type':'invalid_request_error','code':'invalid_api_key'}}",
        "429|{'error':{'type':'tokens','code':'rate_limit_exceeded'}}",
        "429|{'error':{'code':'credit_balance_exhausted'}}",
        "503|{'error':{'code':'server_is_overloaded'}}",
        "503|{'type':'error','error':{'type':'overloaded_error'}}",
        "402|{'type':'error','error':{'type':'billing_error'}}",
        "403|{'type':'error','error':{'type':'permission_error'}}",
        "504|{'type':'error','error':{'type':'timeout_error'}}",
        "413|{'type':'error','error':{'type':'request_too_large'}}",
        "400|{'error':{'code':'json_validate_failed'}}",
        // Texts.
        "429|{'error':'Too Many Requests'}",
        "429|{'error':{'message':'Rate limit reached for x','type':'requests'}}",
        "401|{'error':'Unauthorized'}",
        "503|{'error':'The model is currently overloaded'}",
        "503|{'detail':'Service Unavailable'}",
        "400|{'x_groq':{'error':'HTTP 400: bad field'},'choices':[]}",
        "422|{'error':'Error code: 422 - x'}",
        "500|{'error':'something else'}"
      })
  void statusIsTheOneThatTheErrorNames(int status, String body) {
    var error =
        ReportedError.in(ProviderJson.object(body.replace('\'', '"')).orElseThrow()).orElseThrow();
    assertThat(ReportedStatus.of(ErrorBody.read(JSON, error))).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "'Too many requests, please try again in 20s', 20000",
    "Please try again in 1m2.5s., 62500",
    "Please retry after 20 seconds., 20000",
    "try again in 2 minutes, 120000",
    "Retry in 500 ms, 500",
    "try again in 1 hour, 3600000"
  })
  void waitIsReadFromTheText(String message, long millis) {
    assertThat(RetryAfter.hint(NONE, message, Instant.EPOCH)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"try again later", "try again in a moment", "try again in 5 parsecs"})
  void otherTextsHaveNoWait(String message) {
    assertThat(RetryAfter.hint(NONE, message, Instant.EPOCH)).isEmpty();
  }
}
