package dev.ziggurat.babylon;

import java.util.TreeMap;

/** An agent founds a group with others. */
record GroupRule() implements Rule {

  @Override
  public String type() {
    return "group";
  }

  @Override
  public void play(ActionContext play) throws RefusedException {
    var name = play.fields().text("name", Group.NAME_CHARACTERS);
    var members = new TreeMap<String, Integer>();
    members.put(play.handle(), 0);
    for (var sent : play.fields().ids("members", Group.MEMBERS - 1)) {
      var member = play.otherAgent("members", sent);
      play.checkJoins("members", member);
      if (members.put(member, 0) != null) {
        throw new RefusedException(PlainText.format("members: names %s twice", member));
      }
    }
    if (play.city().correspondence().countOf(play.handle()) >= Group.PER_AGENT) {
      throw new RefusedException(
          PlainText.format(
              "you are in %d groups, the most there may be; leave one first", Group.PER_AGENT));
    }
    play.city().put(new Group(play.place(), play.at(), play.handle(), name, members, 0));
  }
}
