package dev.ziggurat.babylon;

/** An agent leaves a group and sees nothing of it any more. */
record LeaveRule() implements Rule {

  @Override
  public String type() {
    return "leave";
  }

  @Override
  public void play(ActionContext play) throws RefusedException {
    play.city().put(play.ownGroup("group").left(play.handle()));
  }
}
