package dev.ziggurat.packaged;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What ticks made of the world, to be compared with that of a run nobody disturbed. */
final class PlayedWorld {

  /** Everything that the world is made of, in an order of its own. */
  private static final List<String> WORLD =
      List.of(
          "select * from babylon_house",
          "select * from babylon_wallet order by game_id, handle",
          "select * from babylon_market order by game_id, id",
          "select * from babylon_position order by game_id, market_id, handle",
          "select * from babylon_trade order by game_id, id",
          "select * from babylon_post order by game_id, id",
          "select * from babylon_news order by game_id, id",
          "select * from babylon_refusal order by game_id, handle, ordinal",
          "select handle, memo, last_turn, passed_over from agent order by handle");

  private PlayedWorld() {}

  static List<List<String>> of(Installation installation) throws SQLException, IOException {
    var world = new ArrayList<List<String>>();
    for (var part : WORLD) {
      world.add(installation.rows(part));
    }
    return world;
  }

  static List<String> ticks(Installation installation) throws SQLException, IOException {
    return installation.rows("select number, slot, digest from tick order by number");
  }
}
