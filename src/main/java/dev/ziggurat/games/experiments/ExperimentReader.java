package dev.ziggurat.games.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.experiment.Allocation;
import dev.ziggurat.experiment.ArmReader;
import dev.ziggurat.experiment.Experiment;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** Reads and validates the fields of an experiment in a request. */
@Singleton
public class ExperimentReader {

  /** The field of a game in an import. */
  public static final String FIELD = "experiments";

  private static final Pattern NAME = Pattern.compile(ArmReader.NAME);
  private static final Pattern SALT = Pattern.compile("[A-Za-z0-9_-]{8,64}");
  private static final Pattern ALLOCATION =
      Pattern.compile("[0-9]{1,5}:[0-7](,[0-9]{1,5}:[0-7]){0,9999}");
  private static final List<String> STATES =
      List.of(
          Experiment.State.DRAFT.id(),
          Experiment.State.RUNNING.id(),
          Experiment.State.STOPPED.id());

  private final ArmReader arms;

  ExperimentReader(ArmReader arms) {
    this.arms = arms;
  }

  /** Reads a request body. */
  ExperimentFields read(JsonNode sent) {
    return fields(Body.of(sent, ExperimentFields.ALL));
  }

  /** Reads the experiments of a game in an import. */
  public FieldValue<List<ExperimentFields>> lines(Body body) {
    var names = new HashSet<String>();
    return body.objects(FIELD, Experiment.MOST_OPEN, ExperimentFields.OF_A_LINE)
        .map(all -> all.stream().map(each -> line(each, names)).toList());
  }

  private ExperimentFields line(Body body, HashSet<String> names) {
    var fields = fields(body);
    if (!names.add(fields.name().required())) {
      throw fields.name().wrong("is also the name of an earlier experiment");
    }
    var count = fields.arms().required().size();
    fields.salt().required();
    fields.allocation().value().ifPresent(text -> check(fields, text, count));
    if (fields.state().value().filter(Experiment.State.STOPPED.id()::equals).isPresent()) {
      throw fields.state().wrong("must be draft or running: results are not imported");
    }
    return fields;
  }

  private static void check(ExperimentFields fields, String text, int arms) {
    try {
      Allocation.parse(text, arms);
    } catch (IllegalArgumentException strange) {
      throw fields.allocation().wrong("must be as an export wrote it; leave it out for a new one");
    }
  }

  private ExperimentFields fields(Body body) {
    return new ExperimentFields(
        body.word("name", NAME),
        arms.read(body),
        body.number("rampPercent", 1, 100),
        body.oneOf("state", STATES),
        body.word("salt", SALT),
        body.word("allocation", ALLOCATION));
  }
}
