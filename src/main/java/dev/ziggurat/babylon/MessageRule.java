package dev.ziggurat.babylon;

import dev.ziggurat.babylon.Message.Recipient;

/** An agent writes to another one, or to a group that it is in. */
record MessageRule() implements Rule {

  @Override
  public String type() {
    return "message";
  }

  @Override
  public void play(ActionContext play) throws RefusedException {
    var recipient = recipient(play);
    var text = play.fields().text("text", Message.CHARACTERS);
    if (play.messagesOfTurn() >= Message.PER_TURN) {
      throw new RefusedException(
          PlainText.format("a turn has at most %d messages", Message.PER_TURN));
    }
    play.city().send(new Message(play.place(), play.at(), play.handle(), recipient, text));
  }

  private static Recipient recipient(ActionContext play) throws RefusedException {
    var to = play.fields().id("to");
    if (Group.isId(to)) {
      var group = play.ownGroup("to");
      return new Recipient.OfGroup(group.id(), Math.addExact(group.messages(), 1));
    }
    return new Recipient.OfAgent(play.otherAgent("to", to));
  }
}
