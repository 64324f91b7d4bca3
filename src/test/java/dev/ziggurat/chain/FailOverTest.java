package dev.ziggurat.chain;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ziggurat.Arena;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Outcomes of a game's ticks when providers fail, through the HTTP API. */
@QuarkusTest
class FailOverTest {

  private static final int AGENTS = 6;

  /** Timeout of providers that do not answer at all. */
  private static final Duration SHORT = Duration.ofMillis(150);

  @Inject Arena arena;
  @Inject CircuitBreakerMaintenance breakers;
  @Inject AdjustableTimeouts timeouts;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  private static Stream<Arguments> faults() {
    return Stream.of(
        arguments("{\"status\":400}", OutcomeClass.INVALID),
        arguments("{\"status\":401}", OutcomeClass.AUTH),
        arguments("{\"status\":403,\"variant\":\"gateway\"}", OutcomeClass.AUTH),
        arguments("{\"status\":403,\"variant\":\"geo\"}", OutcomeClass.GEO),
        arguments("{\"status\":402}", OutcomeClass.BILLING),
        arguments("{\"status\":404}", OutcomeClass.MODEL),
        arguments("{\"status\":405}", OutcomeClass.SERVER),
        arguments("{\"status\":429,\"retryAfterSeconds\":60}", OutcomeClass.RATE),
        arguments("{\"status\":500}", OutcomeClass.SERVER),
        arguments("{\"status\":503}", OutcomeClass.CAPACITY),
        arguments("{\"html\":true}", OutcomeClass.SERVER),
        arguments("{\"hang\":true}", OutcomeClass.TIMEOUT),
        arguments("{\"trickle\":true}", OutcomeClass.TIMEOUT),
        arguments("{\"cut\":true}", OutcomeClass.IO),
        arguments("{\"reset\":true}", OutcomeClass.IO),
        arguments("{\"truncatedJson\":true}", OutcomeClass.IO),
        arguments("{\"emptyBody\":true}", OutcomeClass.IO),
        arguments("{\"hugeBody\":true}", OutcomeClass.IO),
        arguments("{\"emptyAnswer\":true}", OutcomeClass.BADJSON),
        arguments("{\"garbage\":true}", OutcomeClass.BADJSON),
        arguments("{\"refusal\":true}", OutcomeClass.BADJSON));
  }

  /** Every fault once, on the first 1 to 4 providers in turn. */
  static Stream<Arguments> everyFaultOnce() {
    var round =
        IntStream.iterate(0, last -> (last + 1) % Providers.builtIn().inOrder().size()).iterator();
    return faults().map(fault -> with(fault, round.nextInt() + 1));
  }

  static Stream<Arguments> everyFaultOnEveryNumber() {
    return faults()
        .flatMap(
            fault ->
                IntStream.rangeClosed(1, Providers.builtIn().inOrder().size())
                    .mapToObj(faulty -> with(fault, faulty)));
  }

  private static Arguments with(Arguments fault, int faulty) {
    return arguments(fault.get()[0], fault.get()[1], faulty);
  }

  @ParameterizedTest(name = "{0} on the first {2} -> {1}")
  @MethodSource("everyFaultOnce")
  @DisabledIfSystemProperty(
      named = "ziggurat.full",
      matches = "true",
      disabledReason = "-Pfull has every fault on every number of providers")
  void aFaultOfTheFirstProvidersFallsBackToTheNext(String fault, OutcomeClass outcome, int faulty) {
    assertFallsBack(fault, outcome, faulty);
  }

  @ParameterizedTest(name = "{0} on the first {2} -> {1}")
  @MethodSource("everyFaultOnEveryNumber")
  @Tag("full")
  void everyFaultOnEveryNumberOfProvidersFallsBackToTheNext(
      String fault, OutcomeClass outcome, int faulty) {
    assertFallsBack(fault, outcome, faulty);
  }

  private void assertFallsBack(String fault, OutcomeClass outcome, int faulty) {
    arena.faults(onTheFirst(faulty, fault));
    if (outcome == OutcomeClass.TIMEOUT) {
      timeouts.answersWithin(Providers.builtIn().inOrder().subList(0, faulty), SHORT);
    }
    var game = arena.game(2);
    var answer = arena.tick(game, "only");
    if (faulty < 4) {
      var server = Providers.builtIn().inOrder().get(faulty).id();
      answer
          .statusCode(200)
          .body("ticks[0].outcome", equalTo("completed"))
          .body("ticks[0].inference.byProvider." + server, equalTo(2));
    } else {
      answer
          .statusCode(503)
          .body("ticks[0].outcome", equalTo("failed"))
          .body("ticks[0].reason", matchesPattern("wandb: .*; groq: .*; claude: .*; openai: .*"));
    }
    assertThat(
            arena.rows(
                "select distinct outcome from attempt where game_id = ? and provider = 'wandb'",
                game))
        .containsExactly(outcome.name());
    assertThat(arena.number("select count(*) from turn where game_id = ? and path is null", game))
        .isZero();
  }

  /**
   * The fault on the first {@code faulty} providers. Only the first one gets the fault's {@code
   * variant}, which names a body of its own API.
   */
  private static String onTheFirst(int faulty, String fault) {
    var others = fault.replaceFirst(",\"variant\":\"[a-z]+\"", "");
    return IntStream.range(0, faulty)
        .mapToObj(
            index ->
                "\"%s\":%s"
                    .formatted(
                        Providers.builtIn().inOrder().get(index).id(), index == 0 ? fault : others))
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** In a tick nobody outside wrote the request, so no refusal shows that it is invalid. */
  @ParameterizedTest
  @CsvSource({
    "400, grammar, INVALID",
    "400, parser, INVALID",
    "400, request, INVALID",
    "400, llama, CONTEXT",
    "404, vllm, MODEL",
    "404, address, SERVER",
    "500, llama, INVALID"
  })
  void noRefusalEndsATick(int status, String variant, OutcomeClass outcome) {
    arena.faults(
        """
        {"wandb": {"status": %d, "variant": "%s"}, "groq": {"status": 400, "variant": "invalid"}}"""
            .formatted(status, variant));
    var game = arena.game(2);
    arena
        .tick(game, "refused")
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("completed"))
        .body("ticks[0].inference.byProvider.claude", equalTo(2));
    assertThat(
            arena.rows(
                "select distinct outcome from attempt where game_id = ? and provider = 'wandb'",
                game))
        .containsExactly(outcome.name());
  }

  @Test
  void refusalsOfTwoWireFormatsDoNotEndATickEither() {
    arena.faults(
        """
        {"wandb": {"status": 400}, "groq": {"status": 400}, "claude": {"status": 400}}""");
    arena
        .tick(arena.game(AGENTS), "refused by three")
        .statusCode(200)
        .body("ticks[0].outcome", equalTo("completed"))
        .body("ticks[0].inference.byProvider.openai", equalTo(AGENTS));
    for (var provider : List.of("wandb", "groq", "claude")) {
      assertThat(breakers.currentState(provider)).isEqualTo(CircuitBreakerState.CLOSED);
    }
  }

  @ParameterizedTest
  @CsvSource({"thinkTags", "fenced", "chatter"})
  void textAroundADecisionIsAccepted(String shape) {
    arena.faults("{\"wandb\":{\"%s\":true}}".formatted(shape));
    arena
        .tick(arena.game(AGENTS), "only")
        .statusCode(200)
        .body("ticks[0].inference.byProvider.wandb", equalTo(AGENTS))
        .body("ticks[0].inference.attempts", equalTo(AGENTS));
  }

  @Test
  void fallsBackToClaudeAfterTwoFaultsAndToOpenaiAfterThree() {
    arena.faults("{\"wandb\":{\"status\":500},\"groq\":{\"status\":500}}");
    arena
        .tick(arena.game(AGENTS), "two")
        .statusCode(200)
        .body("ticks[0].inference.byProvider.claude", equalTo(AGENTS))
        .body("ticks[0].inference.failovers", equalTo(AGENTS));
    arena.calm();
    arena.faults(
        "{\"wandb\":{\"hang\":true},\"groq\":{\"status\":503},\"claude\":{\"reset\":true}}");
    timeouts.answersWithin(List.of(Provider.WANDB), SHORT);
    arena
        .tick(arena.game(AGENTS), "three")
        .statusCode(200)
        .body("ticks[0].inference.byProvider.openai", equalTo(AGENTS));
  }

  @Test
  void aModelThatDeclinesIsARefusalAndPaidFor() {
    arena.faults(
        "{\"wandb\":{\"status\":500},\"groq\":{\"status\":500},\"claude\":{\"refusal\":true}}");
    var game = arena.game(2);
    arena
        .tick(game, "declined")
        .statusCode(200)
        .body("ticks[0].inference.byProvider.openai", equalTo(2));
    assertThat(
            arena.number(
                "select count(*) from attempt where game_id = ? and outcome = 'REFUSAL'"
                    + " and cost_nano > 0",
                game))
        .isEqualTo(2);
  }

  @Test
  void whenAllProvidersFailTheTickResumesWithTheSameKey() {
    arena.faults(
        """
        {"wandb":{"status":500},"groq":{"status":503},"claude":{"status":401},
         "openai":{"status":402}}""");
    var game = arena.game(AGENTS);
    var failed =
        arena
            .tick(game, "unlucky")
            .statusCode(503)
            .body("ticks[0].outcome", equalTo("failed"))
            .body("ticks[0].turns.failed", equalTo(AGENTS))
            .body(
                "ticks[0].reason",
                allOf(
                    containsString("wandb: SERVER 500"),
                    containsString("groq: CAPACITY 503"),
                    matchesPattern(".*; claude: .*AUTH.*; openai: .*BILLING.*")));
    failed.body("ticks[0].tick", equalTo(1));
    assertThat(arena.number("select count(*) from agent where game_id = ? and passed_over", game))
        .isEqualTo(AGENTS);

    arena.calm();
    arena
        .tick(game, "unlucky")
        .statusCode(200)
        .body("ticks[0].tick", equalTo(1))
        .body("ticks[0].outcome", equalTo("completed"))
        .body("ticks[0].turns.applied", equalTo(AGENTS));
    arena.tick(game, "unlucky").body("ticks[0].outcome", equalTo("duplicate"));
    assertThat(arena.number("select count(*) from tick where game_id = ?", game)).isEqualTo(1);
  }

  @Test
  void aTimeoutClosesTheConnectionToTheProvider() {
    arena.faults("{\"wandb\":{\"hang\":true},\"groq\":{\"trickle\":true}}");
    // Long enough for every request to arrive; otherwise there is no connection to close.
    timeouts.answersWithin(List.of(Provider.WANDB, Provider.GROQ), Duration.ofSeconds(1));
    var game = arena.game(AGENTS, Duration.ofMinutes(5));
    arena.tick(game, "slow").statusCode(200);
    for (var provider : new String[] {"wandb", "groq"}) {
      var timeouts =
          arena.number(
              "select count(*) from attempt where game_id = ? and provider = ?"
                  + " and outcome = 'TIMEOUT' and at_most_nano > 0",
              game,
              provider);
      assertThat(timeouts).isEqualTo(AGENTS);
      given()
          .get("/simulator/observations")
          .then()
          .body("providers." + provider + ".closedByClient", equalTo((int) timeouts))
          .body("providers." + provider + ".inFlight", equalTo(0));
    }
  }

  @Test
  void skipsNeverOpenABreaker() {
    arena.faults("{\"wandb\":{\"status\":402}}");
    arena.tick(arena.game(1), "starts cooldown").statusCode(200);
    var game = arena.game(60);
    arena.tick(game, "skips").statusCode(200).body("ticks[0].inference.attempts", equalTo(60));
    assertThat(arena.rows("select path from turn where game_id = ?", game))
        .allMatch(path -> path.contains("cooling down until") && path.contains("BILLING"));
    assertThat(breakers.currentState("wandb")).isEqualTo(CircuitBreakerState.CLOSED);
  }

  @ParameterizedTest
  @EnumSource(
      value = OutcomeClass.class,
      names = {"BADJSON", "MODEL"})
  void failuresOfTheCallNeverOpenTheBreaker(OutcomeClass outcome) {
    arena.faults(
        "{\"wandb\":%s}"
            .formatted(outcome == OutcomeClass.MODEL ? "{\"status\":404}" : "{\"garbage\":true}"));
    arena.tick(arena.game(60), "many").statusCode(200);
    assertThat(breakers.currentState("wandb")).isEqualTo(CircuitBreakerState.CLOSED);
  }

  @Test
  void aFailingProviderOpensItsBreakerAndThePathSaysSo() {
    arena.faults("{\"wandb\":{\"status\":500}}");
    arena.tick(arena.game(60), "failing").statusCode(200);
    assertThat(breakers.currentState("wandb")).isEqualTo(CircuitBreakerState.OPEN);
    var game = arena.game(AGENTS);
    arena.tick(game, "after").statusCode(200).body("ticks[0].inference.attempts", equalTo(AGENTS));
    assertThat(arena.rows("select path from turn where game_id = ?", game))
        .allMatch(path -> path.contains("its circuit breaker is open"));
  }

  @Test
  void anAgentsOwnModelIsTriedBeforeTheChain() {
    var game = arena.game(2);
    arena.change(
        "update agent set model = 'claude-haiku-5-5' where game_id = ? and handle = 'agent-0001'",
        game);
    arena
        .tick(game, "own")
        .statusCode(200)
        .body("ticks[0].inference.byProvider.claude", equalTo(1))
        .body("ticks[0].inference.byProvider.wandb", equalTo(1));
    arena.faults("{\"claude\":{\"status\":500}}");
    arena
        .tick(game, "own again")
        .statusCode(200)
        .body("ticks[0].inference.byProvider.wandb", equalTo(2));
  }

  @Test
  void aCappedProviderStillServesNearlyEveryTurn() {
    arena.faults("{\"wandb\":{\"maxInFlight\":8,\"latencyMillis\":40}}");
    // A long timeout, so that a busy machine causes no fallback.
    timeouts.answersWithin(Providers.builtIn().inOrder(), Duration.ofMinutes(1));
    var game = arena.game(200, Duration.ofMinutes(5));
    arena.tick(game, "capped").statusCode(200).body("ticks[0].outcome", equalTo("completed"));
    assertThat(
            arena.number(
                "select count(*) from turn where game_id = ? and provider = 'wandb'", game))
        .isGreaterThanOrEqualTo(190);
  }
}
