package dev.ziggurat.models;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.NearMatches;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.llm.Operation;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.provider.openai.ServedModels.Served;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Checks whether a provider serves a model, by the catalogue and W&amp;B's list of models. */
@Singleton
public class ServedModelCheck {

  /** The maximum number of local names of a model. */
  public static final int MAX_LOCAL = 50;

  /** A valid model name: parts of letters, digits and some punctuation, separated by slashes. */
  public static final Pattern NAME =
      Pattern.compile("(?=.{1,200}$)(wandb-artifact:///)?\\w[\\w.:@+-]*(/\\w[\\w.:@+-]*)*");

  private static final String ARTIFACT_SCHEME = "wandb-artifact:";

  /** A fine-tuned model of W&amp;B (https://docs.wandb.ai/inference/lora). */
  private static final Pattern ARTIFACT =
      Pattern.compile("wandb-artifact:///[^/:]+/[^/:]+/[^/:]+:[^/:]+");

  private static final int MAX_LENGTH = 200;
  private static final int MAX_NEAR = 5;

  private final Catalogue catalogue;
  private final WandbModelList wandbList;

  ServedModelCheck(Catalogue catalogue, WandbModelList wandbList) {
    this.catalogue = catalogue;
    this.wandbList = wandbList;
  }

  /** The result of the check. */
  sealed interface Verdict {

    /** The model is in the catalogue. */
    record Known() implements Verdict {}

    /** The model is in the catalogue, but does not chat. */
    record OnlyEmbeds() implements Verdict {}

    /**
     * The provider lists the model, but it is not in the catalogue.
     *
     * @param model as far as the provider describes it
     */
    record Listed(ServedModel model) implements Verdict {}

    /**
     * Neither the catalogue nor the provider's list has the model.
     *
     * @param near similar names
     */
    record Unknown(List<String> near) implements Verdict {}
  }

  /** Reads a model's name from a field of a request body. */
  static FieldValue<String> in(Body body, String field) {
    var name = body.line(field, MAX_LENGTH);
    if (name.value().filter(text -> !NAME.matcher(text).matches()).isPresent()) {
      throw name.wrong(
          "must be a model's name such as openai/gpt-oss-120b or wandb-artifact:///team/project/name:v1");
    }
    return name;
  }

  Verdict check(Provider provider, String name) {
    if (isArtifact(name)) {
      return provider.equals(Provider.WANDB) && ARTIFACT.matcher(name).matches()
          ? new Verdict.Known()
          : new Verdict.Unknown(List.of("wandb-artifact:///team/project/name:version, at wandb"));
    }
    var known = catalogue.offer(provider, List.of(name));
    if (known.isPresent()) {
      return Operation.CHAT.isServedBy(known.get().model())
          ? new Verdict.Known()
          : new Verdict.OnlyEmbeds();
    }
    var listed =
        provider.equals(Provider.WANDB)
            ? wandbList.now().models().orElse(List.of())
            : List.<Served>of();
    return listed.stream()
        .filter(model -> model.id().equals(name))
        .findFirst()
        .<Verdict>map(model -> new Verdict.Listed(ServedModel.of(provider, model, false)))
        .orElseGet(
            () ->
                new Verdict.Unknown(
                    NearMatches.among(candidates(provider, listed), name, MAX_NEAR)));
  }

  /** Whether a name is not a catalogue name: {@code auto}, or a fine-tuned model of W&amp;B. */
  public static boolean isReserved(String name) {
    return name.equals("auto") || isArtifact(name);
  }

  /** Whether a name is a fine-tuned model of W&amp;B; these are in no catalogue. */
  static boolean isArtifact(String name) {
    return name.startsWith(ARTIFACT_SCHEME);
  }

  private List<String> candidates(Provider provider, List<Served> listed) {
    var names = new ArrayList<>(listed.stream().map(Served::id).toList());
    for (var offer : catalogue.offers()) {
      if (offer.provider().equals(provider)) {
        names.add(offer.model().id());
      }
    }
    return names;
  }
}
