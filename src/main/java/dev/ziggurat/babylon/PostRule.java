package dev.ziggurat.babylon;

import java.util.Optional;

/** An agent publishes a post. */
record PostRule() implements Rule {

  @Override
  public String type() {
    return "post";
  }

  @Override
  public void play(ActionContext play) throws RefusedException {
    var text = play.fields().text("text", Post.POST_CHARACTERS);
    play.city().say(new Post(play.place(), play.at(), play.handle(), Optional.empty(), text));
  }
}
