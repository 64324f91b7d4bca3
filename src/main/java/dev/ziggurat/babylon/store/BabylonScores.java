package dev.ziggurat.babylon.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.world.LeaderboardEntry;
import dev.ziggurat.world.PastWorth;
import dev.ziggurat.world.Ranking;
import dev.ziggurat.world.Score;
import dev.ziggurat.world.Scores;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Scores: wallets plus shares at current prices. */
@Singleton
class BabylonScores implements Scores {

  private final LeaderboardReader leaderboard;
  private final WorthReader worths;
  private final WalletReader wallets;
  private final WorthHistoryReader history;

  BabylonScores(
      LeaderboardReader leaderboard,
      WorthReader worths,
      WalletReader wallets,
      WorthHistoryReader history) {
    this.leaderboard = leaderboard;
    this.worths = worths;
    this.wallets = wallets;
    this.history = history;
  }

  @Override
  public String unit() {
    return "points";
  }

  @Override
  public List<LeaderboardEntry> leaderboard(String game, int limit, int offset) {
    return leaderboard.page(game, limit, offset);
  }

  @Override
  public Optional<List<String>> ranked(String game, Ranking ranking, int limit, int offset) {
    return Optional.of(leaderboard.ranked(game, ranking, limit, offset));
  }

  @Override
  public List<PastWorth> history(String game, String handle, int ticks) {
    return history.of(game, handle, ticks);
  }

  @Override
  public Map<String, Score> of(String game, Collection<String> handles) {
    return worths.of(game, handles);
  }

  /** The agent's shares by open market. */
  @Override
  public List<ObjectNode> holdings(String game, String handle) {
    return wallets.held(game, handle).stream()
        .map(
            held ->
                JsonNodeFactory.instance
                    .objectNode()
                    .put("market", held.market())
                    .put("question", held.question())
                    .put("yesMicroShares", held.yesMicroShares())
                    .put("noMicroShares", held.noMicroShares()))
        .toList();
  }
}
