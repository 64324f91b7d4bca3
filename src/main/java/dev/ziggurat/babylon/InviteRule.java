package dev.ziggurat.babylon;

/** An agent brings another one into a group that it is in. */
record InviteRule() implements Rule {

  @Override
  public String type() {
    return "invite";
  }

  @Override
  public void play(ActionContext play) throws RefusedException {
    var group = play.ownGroup("group");
    var agent = play.otherAgent("agent", play.fields().id("agent"));
    if (group.has(agent)) {
      throw new RefusedException(
          PlainText.format("agent: %s is in the group %s already", agent, group.id()));
    }
    if (group.members().size() >= Group.MEMBERS) {
      throw new RefusedException(
          PlainText.format(
              "group: %s has %d members, the most there may be", group.id(), Group.MEMBERS));
    }
    play.checkJoins("agent", agent);
    play.city().put(group.joined(agent));
  }
}
