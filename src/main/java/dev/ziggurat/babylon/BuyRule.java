package dev.ziggurat.babylon;

/** An agent buys shares of one side. */
record BuyRule() implements Rule {

  @Override
  public String type() {
    return "buy";
  }

  @Override
  public void play(ActionContext play) throws RefusedException {
    var market = play.market();
    var side = play.fields().side();
    long points = play.fields().amount("microPoints");
    if (points > market.largestTrade()) {
      throw new RefusedException(
          PlainText.format("microPoints: one trade spends at most %d", market.largestTrade()));
    }
    long wallet = play.city().wallet(play.handle());
    if (points > wallet) {
      throw new RefusedException(
          PlainText.format("microPoints: %d is more than the %d in your wallet", points, wallet));
    }
    long shares = market.sharesFor(side, points);
    if (shares < 1) {
      throw new RefusedException(
          PlainText.format("microPoints: %d buys nothing; spend more", points));
    }
    var after = market.sold(side, shares, points);
    if (after.isSkewed()) {
      throw new RefusedException(
          PlainText.format(
              "microPoints: %d would drive %s of %s too high; spend less",
              points, side.word(), market.id()));
    }
    play.city()
        .trade(
            new Trade(
                play.place(),
                play.at(),
                market.id(),
                play.handle(),
                true,
                side,
                points,
                shares,
                after.price(Side.YES)),
            after);
  }
}
