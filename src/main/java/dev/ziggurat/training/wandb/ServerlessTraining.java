package dev.ziggurat.training.wandb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Ledger;
import dev.ziggurat.ledger.Route;
import dev.ziggurat.ledger.Spend;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.ProviderFailure.ConnectionLost;
import dev.ziggurat.llm.ProviderFailure.Details;
import dev.ziggurat.money.NanoDollars;
import dev.ziggurat.provider.Endpoint;
import dev.ziggurat.provider.ProviderExchange;
import dev.ziggurat.training.TrainingConfig;
import dev.ziggurat.training.wandb.TrainingMessages.NewSftJob;
import dev.ziggurat.training.wandb.TrainingMessages.NewTrainedModel;
import dev.ziggurat.training.wandb.TrainingMessages.SftSettings;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Calls W&amp;B Serverless Training. What creates something is sent once; reading and deleting is
 * repeated ({@link ReadRetries}). A call that creates or deletes is a row of the ledger: W&amp;B
 * does not tell what a job costs, so that of a started job is unknown; the others cost nothing.
 */
@Singleton
public class ServerlessTraining {

  /** The source of these calls in the ledger. */
  public static final String SOURCE = Caller.TRAINING;

  private static final Spend UNKNOWN = new Spend(NanoDollars.ZERO, NanoDollars.ZERO, false);

  private final WandbAccess access;
  private final TrainingClient client;
  private final ProviderExchange exchange;
  private final ReadRetries retries;
  private final Ledger ledger;
  private final TrainingConfig config;
  private final InstantSource time;

  ServerlessTraining(
      WandbAccess access,
      @RestClient TrainingClient client,
      ProviderExchange exchange,
      ReadRetries retries,
      Ledger ledger,
      TrainingConfig config,
      InstantSource time) {
    this.access = access;
    this.client = client;
    this.exchange = exchange;
    this.retries = retries;
    this.ledger = ledger;
    this.config = config;
    this.time = time;
  }

  /**
   * A model that is trained.
   *
   * @param runId the run of W&amp;B that belongs to it
   */
  public record RemoteModel(String id, Optional<String> runId) {}

  /** An event of a job, such as {@code gradient_step} with its numbers. */
  public record RemoteEvent(String id, String type, JsonNode data) {}

  /**
   * Events of a job.
   *
   * @param hasMore whether there are later ones already
   */
  public record RemoteEvents(List<RemoteEvent> events, boolean hasMore) {}

  /**
   * Creates a model to train, or finds the one of this name.
   *
   * @throws ProviderFailure if W&amp;B does not
   */
  public RemoteModel createModel(String entity, String project, String name, String baseModel) {
    var body = new NewTrainedModel(entity, project, name, baseModel, true);
    var model =
        recorded(
            baseModel,
            Spend.NOTHING,
            () -> once(to -> client.createModel(to.base(), bearer(to), body)));
    return new RemoteModel(required("id", model.id()), Optional.ofNullable(model.runId()));
  }

  /**
   * Starts to train a model on a file.
   *
   * @param file address of an artifact with {@code train.jsonl}
   * @return the id of the job
   * @throws ProviderFailure if W&amp;B does not, or does not answer: then the job may be running
   */
  public String startSft(
      RemoteModel model,
      String baseModel,
      String file,
      BigDecimal learningRate,
      Optional<Integer> batchSize) {
    var body =
        new NewSftJob(model.id(), file, new SftSettings(learningRate, batchSize.orElse(null)));
    var job =
        recorded(
            baseModel,
            access.isSimulated() ? Spend.NOTHING : UNKNOWN,
            () -> once(to -> client.startSft(to.base(), bearer(to), body)));
    return required("id", job.id());
  }

  /**
   * The events of a job after one of them.
   *
   * @throws ProviderFailure if W&amp;B does not tell them
   */
  public RemoteEvents events(String job, Optional<String> after) {
    var page = repeated(to -> client.events(to.base(), bearer(to), job, after.orElse(null)));
    return new RemoteEvents(
        Optional.ofNullable(page.data()).orElse(List.of()).stream()
            .filter(event -> event.id() != null && event.type() != null)
            .map(event -> new RemoteEvent(event.id(), event.type(), event.data()))
            .toList(),
        page.hasMore());
  }

  /**
   * The step of a model's newest checkpoint; empty if there is none.
   *
   * @throws ProviderFailure if W&amp;B does not tell it
   */
  public Optional<Long> newestStep(String model) {
    var page = repeated(to -> client.checkpoints(to.base(), bearer(to), model, 1, "desc"));
    return Optional.ofNullable(page.data()).orElse(List.of()).stream()
        .map(TrainingMessages.Checkpoint::step)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /**
   * Deletes a model with its checkpoints.
   *
   * @throws ProviderFailure if W&amp;B does not; one that is gone already is none
   */
  public void deleteModel(String model, String baseModel) {
    try {
      recorded(
          baseModel,
          Spend.NOTHING,
          () -> repeated(to -> emptyAnswer(client.deleteModel(to.base(), bearer(to), model))));
    } catch (ProviderFailure failed) {
      if (failed.details().httpStatus() != RestResponse.StatusCode.NOT_FOUND) {
        throw failed;
      }
    }
  }

  private static Uni<RestResponse<String>> emptyAnswer(Uni<RestResponse<Void>> call) {
    return call.map(
        answer ->
            RestResponse.ResponseBuilder.<String>create(answer.getStatus()).entity("").build());
  }

  private static String bearer(Endpoint endpoint) {
    return "Bearer " + endpoint.key();
  }

  private static String required(String field, String value) {
    if (value == null || value.isBlank()) {
      throw new ConnectionLost(
          Provider.WANDB, Details.of("the response has no " + field + ": W&B may have changed it"));
    }
    return value;
  }

  private interface RemoteCall<T> {
    Uni<RestResponse<T>> to(Endpoint endpoint);
  }

  private <T> T once(RemoteCall<T> call) {
    var endpoint = access.training();
    return exchange.await(endpoint, call.to(endpoint), config.limit()).body();
  }

  private <T> T repeated(RemoteCall<T> call) {
    return retries.call(() -> once(call));
  }

  private <T> T recorded(String model, Spend spend, Supplier<T> call) {
    var caller = Caller.program(SOURCE, Optional.empty(), Map.of());
    var began = time.instant();
    try {
      var answer = call.get();
      ledger.record(
          List.of(
              attempt(
                  caller,
                  began,
                  model,
                  OutcomeClass.OK,
                  Optional.empty(),
                  RestResponse.StatusCode.OK,
                  spend)));
      return answer;
    } catch (ProviderFailure failed) {
      var status = failed.details().httpStatus();
      ledger.record(
          List.of(
              attempt(
                  caller,
                  began,
                  model,
                  failed.outcome(),
                  Optional.of(failed.details().message()),
                  status,
                  // Without an answer the job may have been started.
                  status == 0 ? spend : Spend.NOTHING)));
      throw failed;
    }
  }

  private Attempt attempt(
      Caller caller,
      Instant began,
      String model,
      OutcomeClass outcome,
      Optional<String> reason,
      int status,
      Spend spend) {
    return new Attempt(
        caller,
        0,
        began,
        Provider.WANDB,
        model,
        Optional.empty(),
        outcome,
        reason,
        status,
        Duration.between(began, time.instant()).toMillis(),
        Optional.empty(),
        spend,
        access.isSimulated(),
        Optional.empty(),
        Route.DIRECT);
  }
}
