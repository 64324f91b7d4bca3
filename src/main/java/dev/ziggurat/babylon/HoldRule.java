package dev.ziggurat.babylon;

/** An agent does nothing; always allowed. */
record HoldRule() implements Rule {

  @Override
  public String type() {
    return "hold";
  }

  @Override
  public void play(ActionContext play) {}
}
