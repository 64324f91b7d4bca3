package dev.ziggurat.training;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.ziggurat.http.InvalidField;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.training.trajectories.TrajectoryExport;
import dev.ziggurat.training.trajectories.TrajectoryFormat;
import dev.ziggurat.training.wandb.Md5;
import dev.ziggurat.training.wandb.ServerlessTraining;
import dev.ziggurat.training.wandb.ServerlessTraining.RemoteModel;
import dev.ziggurat.training.wandb.TrainingFiles;
import dev.ziggurat.training.wandb.TrainingFiles.TrainingFile;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.StreamSupport;

/**
 * Prepares and starts jobs: turns to a file, the model, the file to W&amp;B, the job. Each step is
 * stored when it is done. What creates something at W&amp;B is sent once, so a job that fails on
 * the way is started anew by an admin, not by itself.
 */
@Singleton
class TrainingStart {

  private static final String PREFIX = "ziggurat-training-";
  private static final String SUFFIX = ".jsonl";

  /** No file is written and sent for as long. */
  private static final Duration LONGEST_USE = Duration.ofDays(1);

  /** Files looked at per job; the rest waits for the next. */
  private static final int MOST_LEFT = 1_000;

  private final TrajectoryExport export;
  private final ServerlessTraining training;
  private final TrainingFiles files;
  private final TrainingJobs jobs;
  private final TrainingConfig config;
  private final InstantSource time;

  TrainingStart(
      TrajectoryExport export,
      ServerlessTraining training,
      TrainingFiles files,
      TrainingJobs jobs,
      TrainingConfig config,
      InstantSource time) {
    this.export = export;
    this.training = training;
    this.files = files;
    this.jobs = jobs;
    this.config = config;
    this.time = time;
  }

  /**
   * Does all steps of a job that is stored; ends with the job running, or failed with the reason.
   */
  void run(UUID id, String name, TrainingRequest request) {
    try {
      if (request.trainingFile().isPresent()) {
        start(id, request, create(id, name, request), request.trainingFile().get());
      } else {
        withFile(id, name, request);
      }
    } catch (InvalidField wrong) {
      jobs.failed(id, wrong.getMessage(), time.instant());
    } catch (ProviderFailure failed) {
      jobs.failed(id, failed.getMessage(), time.instant());
    } catch (IOException | RuntimeException e) {
      Log.errorf(e, "The training job %s could not be prepared", id);
      jobs.failed(id, "the job could not be prepared: see the log", time.instant());
    }
  }

  private RemoteModel create(UUID id, String name, TrainingRequest request) {
    var model =
        training.createModel(request.entity(), request.projectName(), name, request.baseModel());
    jobs.created(id, model.id());
    return model;
  }

  private void withFile(UUID id, String name, TrainingRequest request) throws IOException {
    deleteLeftFiles();
    var path = Files.createTempFile(PREFIX, SUFFIX);
    try {
      var file = write(path, request);
      var model = create(id, name, request);
      var address = files.upload(request.entity(), request.projectName(), name, model, file);
      jobs.uploaded(id, address, file.turns());
      start(id, request, model, address);
    } finally {
      Files.deleteIfExists(path);
    }
  }

  /**
   * Deletes what processes that died have left in the folder of temporary files. What cannot be
   * deleted, such as a file of another user, is no reason not to start the job.
   */
  private void deleteLeftFiles() {
    var before = time.instant().minus(LONGEST_USE);
    var folder = Path.of(System.getProperty("java.io.tmpdir"));
    try (var found = Files.newDirectoryStream(folder, PREFIX + '*' + SUFFIX)) {
      StreamSupport.stream(found.spliterator(), false)
          .limit(MOST_LEFT)
          .forEach(path -> deleteIfLeft(path, before));
    } catch (IOException | DirectoryIteratorException e) {
      Log.warnf("Training files that were left in %s cannot be looked for: %s", folder, e);
    }
  }

  private static void deleteIfLeft(Path path, Instant before) {
    try {
      if (Files.getLastModifiedTime(path, NOFOLLOW_LINKS).toInstant().isBefore(before)) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException deleted) {
      // By the process that used it, or by another that starts a job.
    } catch (IOException e) {
      Log.warnf("The training file %s, which was left, cannot be deleted: %s", path, e);
    }
  }

  private void start(UUID id, TrainingRequest request, RemoteModel model, String file) {
    jobs.started(
        id,
        training.startSft(
            model, request.baseModel(), file, request.learningRate(), request.batchSize()));
  }

  private TrainingFile write(Path path, TrainingRequest request) throws IOException {
    var digest = Md5.digest();
    var turns = new AtomicLong();
    try (var out =
        new BufferedOutputStream(
            new Bounded(
                new DigestOutputStream(Files.newOutputStream(path), digest),
                config.largestFile().asLongValue()))) {
      export.write(export.prepare(TrajectoryFormat.OPENAI_STRICT, request.query()), out, turns);
    }
    if (turns.get() == 0) {
      throw new InvalidField(
          "game", "no turn matches: answers are exported as long as their texts are kept");
    }
    return new TrainingFile(path, Files.size(path), digest.digest(), turns.get());
  }

  /** Refuses to write more than the largest training file. */
  private static final class Bounded extends FilterOutputStream {

    private final long most;
    private long written;

    Bounded(OutputStream out, long most) {
      super(out);
      this.most = most;
    }

    @Override
    public void write(int b) throws IOException {
      count(1);
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      count(length);
      out.write(bytes, from, length);
    }

    private void count(int more) {
      written += more;
      if (written > most) {
        throw new InvalidField(
            "game",
            "the turns make a file of more than %,d bytes (ziggurat.training.largest-file): name fewer by from, to or minRewardQuantile"
                .formatted(most));
      }
    }
  }
}
