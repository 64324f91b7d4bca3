package dev.ziggurat.training.trajectories;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How turns are written. All formats are JSON Lines in UTF-8. */
public enum TrajectoryFormat {
  /** Each turn with everything that is known of it. */
  TURNS,
  /**
   * Each turn as OpenAI's fine-tuning takes a conversation
   * (https://platform.openai.com/docs/guides/supervised-fine-tuning): {@code {"messages": […]}}.
   */
  OPENAI,
  /**
   * The same without the turns that strict validators refuse: nothing but {@code messages} of the
   * roles system, user and assistant, none of them blank.
   */
  OPENAI_STRICT,
  /**
   * Each tick as a trajectory group of OpenPipe's ART, with the reward of each turn; turns whose
   * reward is unknown are left out.
   */
  ART;

  /** The names of all formats. */
  public static List<String> ids() {
    return Stream.of(values()).map(TrajectoryFormat::id).toList();
  }

  /** The format of this name, if there is one. */
  public static Optional<TrajectoryFormat> byId(String id) {
    return Stream.of(values()).filter(format -> format.id().equals(id)).findFirst();
  }

  /** The name, such as {@code openai-strict}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
