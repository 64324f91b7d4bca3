package dev.ziggurat.babylon;

/** An agent sells shares of one side. */
record SellRule() implements Rule {

  @Override
  public String type() {
    return "sell";
  }

  @Override
  public void play(ActionContext play) throws RefusedException {
    var market = play.market();
    var side = play.fields().side();
    long shares = play.fields().amount("microShares");
    if (shares > market.largestTrade()) {
      throw new RefusedException(
          PlainText.format("microShares: one trade sells at most %d", market.largestTrade()));
    }
    long held = play.city().position(market.id(), play.handle()).of(side);
    if (shares > held) {
      throw new RefusedException(
          PlainText.format(
              "microShares: you hold %d %s of %s, not %d", held, side.word(), market.id(), shares));
    }
    long points = market.pointsFor(side, shares);
    if (points < 1) {
      throw new RefusedException(
          PlainText.format("microShares: %d fetches nothing; sell more", shares));
    }
    var after = market.tookBack(side, shares, points);
    if (after.isSkewed()) {
      throw new RefusedException(
          PlainText.format(
              "microShares: %d would drive %s of %s too low; sell less",
              shares, side.word(), market.id()));
    }
    play.city()
        .trade(
            new Trade(
                play.place(),
                play.at(),
                market.id(),
                play.handle(),
                false,
                side,
                points,
                shares,
                after.price(Side.YES)),
            after);
  }
}
