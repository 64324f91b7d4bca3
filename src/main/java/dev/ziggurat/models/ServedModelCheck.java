package dev.ziggurat.models;

import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.NearMatches;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.llm.Provider;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Tells whether a provider serves a model of some name, without asking it for an answer. */
@Singleton
public class ServedModelCheck {

  /** How many names of our own a model has at most. */
  public static final int MAX_LOCAL = 50;

  /** What a name is made of: parts of letters, digits and a few signs, with slashes between. */
  public static final Pattern NAME =
      Pattern.compile("(?=.{1,200}$)(wandb-artifact:///)?\\w[\\w.:@+-]*(/\\w[\\w.:@+-]*)*");

  private static final String ARTIFACT_SCHEME = "wandb-artifact:";

  /** A fine-tuned model of W&amp;B (https://docs.wandb.ai/inference/lora). */
  private static final Pattern ARTIFACT =
      Pattern.compile("wandb-artifact:///[^/:]+/[^/:]+/[^/:]+:[^/:]+");

  private static final int LONGEST = 200;
  private static final int MAX_NEAR = 5;

  private final Catalogue catalogue;
  private final WandbModelList wandbList;

  ServedModelCheck(Catalogue catalogue, WandbModelList wandbList) {
    this.catalogue = catalogue;
    this.wandbList = wandbList;
  }

  /** What is known of a name. */
  sealed interface Verdict {

    /** The catalogue knows what is meant. */
    record Known() implements Verdict {}

    /** The provider lists it; the catalogue does not know it yet. */
    record Listed() implements Verdict {}

    /**
     * Nobody knows it.
     *
     * @param near names that may have been meant
     */
    record Unknown(List<String> near) implements Verdict {}
  }

  /** Reads a model's name from a body. */
  static FieldValue<String> in(Body body, String field) {
    var name = body.line(field, LONGEST);
    if (name.value().filter(text -> !NAME.matcher(text).matches()).isPresent()) {
      throw name.wrong(
          "must be a model's name such as openai/gpt-oss-120b or wandb-artifact:///team/project/name:v1");
    }
    return name;
  }

  Verdict judge(Provider provider, String name) {
    if (isArtifact(name)) {
      return provider.equals(Provider.WANDB) && ARTIFACT.matcher(name).matches()
          ? new Verdict.Known()
          : new Verdict.Unknown(List.of("wandb-artifact:///team/project/name:version, at wandb"));
    }
    if (catalogue.offer(provider, List.of(name)).isPresent()) {
      return new Verdict.Known();
    }
    var listed =
        provider.equals(Provider.WANDB)
            ? wandbList.now().ids().orElse(List.of())
            : List.<String>of();
    return listed.contains(name)
        ? new Verdict.Listed()
        : new Verdict.Unknown(NearMatches.among(named(provider, listed), name, MAX_NEAR));
  }

  /** Whether a name means something without any catalogue: whatever is chosen, or an artifact. */
  public static boolean isReserved(String name) {
    return name.equals("auto") || isArtifact(name);
  }

  /** Whether it is a fine-tuned model of W&amp;B, which no catalogue lists. */
  static boolean isArtifact(String name) {
    return name.startsWith(ARTIFACT_SCHEME);
  }

  private List<String> named(Provider provider, List<String> listed) {
    var names = new ArrayList<>(listed);
    for (var offer : catalogue.offers()) {
      if (offer.provider().equals(provider)) {
        names.add(offer.model().id());
      }
    }
    return names;
  }
}
