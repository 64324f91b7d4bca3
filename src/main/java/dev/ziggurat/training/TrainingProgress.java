package dev.ziggurat.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.db.Database;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.training.TrainingJob.Event;
import dev.ziggurat.training.TrainingJobs.Row;
import dev.ziggurat.training.wandb.ServerlessTraining;
import dev.ziggurat.training.wandb.ServerlessTraining.RemoteEvent;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Reads what W&amp;B tells of a running job, when somebody looks at it. Nothing asks by a timer.
 */
@Singleton
class TrainingProgress {

  /** A look reads at most so many pages; the next one goes on. */
  private static final int MAX_PAGES = 20;

  private static final int MAX_ERROR = 500;
  private static final String ENDED = "training_ended";
  private static final String FAILED = "training_failed";

  private final Database database;
  private final ServerlessTraining training;
  private final TrainingJobs jobs;
  private final InstantSource time;

  TrainingProgress(
      Database database, ServerlessTraining training, TrainingJobs jobs, InstantSource time) {
    this.database = database;
    this.training = training;
    this.jobs = jobs;
    this.time = time;
  }

  /**
   * Reads the news of a job, if it is running.
   *
   * @return why W&amp;B did not tell them; empty if it did
   */
  Optional<String> read(Row row) {
    if (!row.job().state().equals("running") || row.remoteJob().isEmpty()) {
      return Optional.empty();
    }
    try {
      read(row, row.remoteJob().get());
      return Optional.empty();
    } catch (ProviderFailure failed) {
      return Optional.of(failed.getMessage());
    }
  }

  private void read(Row row, String remoteJob) {
    var after = row.afterEvent();
    for (var page = 0; page < MAX_PAGES; page++) {
      var read = training.events(remoteJob, after);
      var end = read.events().stream().filter(TrainingProgress::isEnd).findFirst();
      // Asked before the events are stored: a look at which W&B does not answer is repeated whole.
      var outcome = end.map(event -> outcome(row, event));
      database.inTransaction(
          () -> {
            jobs.add(row.job().id(), read.events().stream().map(this::event).toList());
            outcome.ifPresent(each -> store(row.job(), each));
            return null;
          });
      if (end.isPresent() || !read.hasMore() || read.events().isEmpty()) {
        return;
      }
      after = Optional.of(read.events().getLast().id());
    }
  }

  private Event event(RemoteEvent event) {
    return new Event(
        event.id(),
        event.type(),
        event.data() == null ? JsonNodeFactory.instance.objectNode() : event.data(),
        time.instant());
  }

  private static boolean isEnd(RemoteEvent event) {
    return event.type().equals(ENDED) || event.type().equals(FAILED);
  }

  /** How a job ended. */
  private sealed interface Outcome {

    record Trained(long step) implements Outcome {}

    record Failed(String reason) implements Outcome {}
  }

  private Outcome outcome(Row row, RemoteEvent end) {
    if (end.type().equals(FAILED)) {
      return new Outcome.Failed(
          shortened(event(end).data().path("error_message").asText("W&B told no reason")));
    }
    return training
        .newestStep(row.remoteModel().orElseThrow())
        .<Outcome>map(Outcome.Trained::new)
        .orElseGet(() -> new Outcome.Failed("W&B says that training ended, and has no checkpoint"));
  }

  private void store(TrainingJob job, Outcome outcome) {
    switch (outcome) {
      case Outcome.Trained trained ->
          jobs.completed(
              job.id(),
              "wandb-artifact:///%s/%s:step%d".formatted(job.project(), job.name(), trained.step()),
              time.instant());
      case Outcome.Failed failed -> jobs.failed(job.id(), failed.reason(), time.instant());
    }
  }

  private static String shortened(String text) {
    return text.length() <= MAX_ERROR ? text : text.substring(0, MAX_ERROR);
  }
}
