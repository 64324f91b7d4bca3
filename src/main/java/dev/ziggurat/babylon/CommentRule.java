package dev.ziggurat.babylon;

import java.util.Optional;

/** An agent comments on a post of its briefing. */
record CommentRule() implements Rule {

  @Override
  public String type() {
    return "comment";
  }

  @Override
  public void play(ActionContext play) throws RefusedException {
    var post = play.fields().id("post");
    if (!play.city().feed().hasPost(post)) {
      throw new RefusedException(
          PlainText.format(
              "post: there is no recent post \"%s\"; comment on one that you were shown", post));
    }
    var text = play.fields().text("text", Post.COMMENT_CHARACTERS);
    play.city().say(new Post(play.place(), play.at(), play.handle(), Optional.of(post), text));
  }
}
