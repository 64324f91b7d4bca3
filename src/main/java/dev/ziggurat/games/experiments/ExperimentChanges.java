package dev.ziggurat.games.experiments;

import dev.ziggurat.audit.Audit;
import dev.ziggurat.audit.FieldDifferences;
import dev.ziggurat.db.Database;
import dev.ziggurat.experiment.Allocation;
import dev.ziggurat.experiment.Arm;
import dev.ziggurat.experiment.ArmReader;
import dev.ziggurat.experiment.Experiment;
import dev.ziggurat.experiment.Experiment.State;
import dev.ziggurat.experiment.ExperimentStore;
import dev.ziggurat.experiment.VariantReader;
import dev.ziggurat.http.IfMatch;
import dev.ziggurat.tick.Games;
import dev.ziggurat.tick.NoSuchGame;
import dev.ziggurat.tick.StoredGame;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Creates, starts, edits, stops and deletes experiments, each change with an audit entry. */
@Singleton
class ExperimentChanges {

  private static final int WHOLE = 100;

  private final Database database;
  private final Games games;
  private final ExperimentStore experiments;
  private final VariantReader variants;
  private final Audit audit;
  private final InstantSource time;

  ExperimentChanges(
      Database database,
      Games games,
      ExperimentStore experiments,
      VariantReader variants,
      Audit audit,
      InstantSource time) {
    this.database = database;
    this.games = games;
    this.experiments = experiments;
    this.variants = variants;
    this.audit = audit;
    this.time = time;
  }

  /**
   * Creates an experiment.
   *
   * @throws HttpProblem 409 if the name is taken, or too many are open
   */
  void create(String game, ExperimentFields fields) {
    database.inTransaction(
        () -> {
          lockedGame(game);
          create(game, fields, UUID.randomUUID().toString());
          return null;
        });
  }

  /** Creates an experiment in the caller's transaction, in which the game is locked. */
  void create(String game, ExperimentFields fields, String salt) {
    if (experiments.open(game).size() >= Experiment.MOST_OPEN) {
      throw conflict(
          "the game has %d experiments that are drafts or running, which is the most: stop or delete one"
              .formatted(Experiment.MOST_OPEN));
    }
    var name = fields.name().required();
    var arms = fields.arms().required();
    var draft =
        new Experiment(
            game,
            name,
            salt,
            arms,
            fields
                .allocation()
                .value()
                .map(text -> Allocation.parse(text, arms.size()))
                .orElseGet(() -> Allocation.of(percents(arms))),
            fields.rampPercent().orElse((long) WHOLE).intValue(),
            State.DRAFT,
            Optional.empty(),
            OptionalLong.empty(),
            time.instant().truncatedTo(ChronoUnit.MICROS),
            Optional.empty(),
            Optional.empty(),
            1);
    var created = moved(draft, fields.state().value().map(State::of).orElse(State.DRAFT));
    if (!experiments.add(created)) {
      throw conflict("name: '%s' is taken: choose another name".formatted(name));
    }
    audit.record(
        "experiment.create",
        subject(game, name),
        Map.of(
            "arms", ArmReader.written(arms),
            "rampPercent", created.rampPercent(),
            "state", created.state().id()));
  }

  /** Edits, starts or stops an experiment. */
  void change(String game, String name, ExperimentFields fields, IfMatch expected) {
    // Before the locks: resolving may read the catalogue anew.
    var starts = fields.state().value().filter(State.RUNNING.id()::equals).isPresent();
    if (starts && !fields.arms().isThere()) {
      experiments
          .find(game, name)
          .filter(each -> each.state() == State.DRAFT)
          .ifPresent(each -> checkModels(each.arms()));
    }
    database.inTransaction(
        () -> {
          lockedGame(game);
          var current = locked(game, name, expected);
          var edited = edited(current, fields);
          if (!edited.equals(current)) {
            experiments.save(edited);
            audit.record("experiment.change", subject(game, name), differences(current, edited));
          }
          return null;
        });
  }

  /** What was checked when the draft was written may have left the catalogue since. */
  private void checkModels(List<Arm> arms) {
    for (var arm : arms) {
      variants
          .fault(arm.variant())
          .ifPresent(
              fault -> {
                throw conflict(
                    "arms[%d].%s: %s: change the draft first"
                        .formatted(arms.indexOf(arm), fault.field(), fault.text()));
              });
    }
  }

  private Experiment edited(Experiment current, ExperimentFields fields) {
    if (!fields.name().over(current.name()).equals(current.name())) {
      throw fields.name().wrong("cannot be changed; create another experiment");
    }
    var arms = fields.arms().over(current.arms());
    var ramp = fields.rampPercent().over((long) current.rampPercent()).intValue();
    var edited =
        switch (current.state()) {
          case DRAFT -> current.with(arms, Allocation.of(percents(arms)), ramp);
          case RUNNING -> {
            checkOnlyShares(fields, current.arms(), arms);
            if (ramp < current.rampPercent()) {
              throw fields
                  .rampPercent()
                  .wrong(
                      "may only grow while the experiment runs, from %d on"
                          .formatted(current.rampPercent()));
            }
            yield current.sharing(percents(arms)).with(ramp);
          }
          case STOPPED -> {
            if (!arms.equals(current.arms()) || ramp != current.rampPercent()) {
              throw conflict("the experiment is stopped: create another one");
            }
            yield current;
          }
        };
    return moved(edited, fields.state().value().map(State::of).orElse(current.state()));
  }

  private static void checkOnlyShares(ExperimentFields fields, List<Arm> before, List<Arm> after) {
    var same =
        before.size() == after.size()
            && before.stream()
                .allMatch(
                    arm ->
                        after
                            .get(before.indexOf(arm))
                            .equals(
                                new Arm(
                                    arm.name(),
                                    after.get(before.indexOf(arm)).percent(),
                                    arm.variant())));
    if (!same) {
      throw fields
          .arms()
          .wrong(
              "may change only their percents while the experiment runs, in the same order: stop it"
                  + " and create another one");
    }
  }

  /** The experiment in another state, if it may go there. */
  private Experiment moved(Experiment experiment, State state) {
    if (state == experiment.state()) {
      return experiment;
    }
    var now = time.instant().truncatedTo(ChronoUnit.MICROS);
    if (experiment.state() == State.DRAFT && state == State.RUNNING) {
      experiments
          .running(experiment.game())
          .ifPresent(
              other -> {
                throw conflict(
                    "'%s' is running, and two at once would each see the effects of the other: stop it first"
                        .formatted(other.name()));
              });
      return experiment.started(experiments.lastTick(experiment.game()), now);
    }
    if (experiment.state() == State.RUNNING && state == State.STOPPED) {
      return experiment.stopped(now);
    }
    throw conflict(
        "state: cannot be %s after %s: a draft may be set running, a running experiment stopped"
            .formatted(state.id(), experiment.state().id()));
  }

  /** Deletes a draft. */
  void delete(String game, String name, IfMatch expected) {
    database.inTransaction(
        () -> {
          lockedGame(game);
          var current = locked(game, name, expected);
          if (current.state() != State.DRAFT) {
            throw conflict("only a draft can be deleted: what an experiment found is kept");
          }
          experiments.delete(current);
          audit.record("experiment.delete", subject(game, name), Map.of());
          return null;
        });
  }

  /** The game, locked first by all changes of experiments. */
  StoredGame lockedGame(String game) {
    return games
        .locked(game)
        .filter(each -> each.deletedAt().isEmpty())
        .orElseThrow(() -> new NoSuchGame(game));
  }

  Experiment locked(String game, String name, IfMatch expected) {
    var current = experiments.locked(game, name).orElseThrow(() -> none(game, name));
    expected.check(current.version());
    return current;
  }

  static NotFoundException none(String game, String name) {
    return new NotFoundException(
        "experiment: the game '%s' has no experiment '%s'; GET /api/games/%s/experiments lists them"
            .formatted(game, name, game));
  }

  static HttpProblem conflict(String detail) {
    return HttpProblem.valueOf(Response.Status.CONFLICT, detail);
  }

  static String subject(String game, String name) {
    return "games/" + game + "/experiments/" + name;
  }

  private static List<Integer> percents(List<Arm> arms) {
    return arms.stream().map(Arm::percent).toList();
  }

  private static Map<String, ?> differences(Experiment before, Experiment after) {
    return new FieldDifferences()
        .in("arms", ArmReader.written(before.arms()), ArmReader.written(after.arms()))
        .in("rampPercent", before.rampPercent(), after.rampPercent())
        .in("state", before.state().id(), after.state().id())
        .byField();
  }
}
