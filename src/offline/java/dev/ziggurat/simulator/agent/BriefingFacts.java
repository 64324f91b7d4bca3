package dev.ziggurat.simulator.agent;

import dev.ziggurat.llm.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The machine-readable lines of a briefing: one fact per line, each beginning with its kind. Other
 * lines are ignored.
 *
 * @param walletMicroPoints what the agent may spend
 * @param turn the turns counted in the agent's memo, 0 at its first
 * @param conversations whether the rules allow messages
 */
public record BriefingFacts(
    String handle,
    long walletMicroPoints,
    long turn,
    boolean refusedLastTime,
    List<Market> markets,
    List<Post> posts,
    List<Comment> comments,
    List<News> news,
    List<Position> positions,
    boolean conversations,
    List<Group> groups,
    List<Message> messages) {

  private static final String ID = "([A-Za-z0-9._-]+)";
  private static final Pattern MARKET =
      Pattern.compile("market " + ID + " yes=([01]\\.\\d{4}) closes=\\S+ question: (.*)");
  private static final Pattern POST = Pattern.compile("post " + ID + " by @" + ID + ": (.*)");
  private static final Pattern COMMENT =
      Pattern.compile("comment " + ID + " on " + ID + " by @" + ID + ": .*");
  private static final Pattern NEWS = Pattern.compile("news \\S+: (.*)");
  private static final Pattern ABOUT = Pattern.compile("\\[about " + ID + "]\\s*$");
  private static final Pattern HANDLE = Pattern.compile("you are @" + ID);
  private static final Pattern WALLET = Pattern.compile("wallet (\\d{1,18}) micro-points");
  private static final Pattern POSITION =
      Pattern.compile("position " + ID + " yes=(\\d{1,18}) no=(\\d{1,18})");
  private static final Pattern GROUP =
      Pattern.compile("group " + ID + " members=(@[A-Za-z0-9._,@-]+) name: .*");
  private static final Pattern MESSAGE =
      Pattern.compile("message " + ID + " (new|old) to=" + ID + " by @" + ID + ": (.*)");
  private static final String RULE_OF_MESSAGES = "{\"type\":\"message\",";
  private static final Pattern TURN = Pattern.compile("\\bTurn (\\d{1,9})\\.");

  public BriefingFacts {
    markets = List.copyOf(markets);
    posts = List.copyOf(posts);
    comments = List.copyOf(comments);
    news = List.copyOf(news);
    positions = List.copyOf(positions);
    groups = List.copyOf(groups);
    messages = List.copyOf(messages);
  }

  /**
   * An open market.
   *
   * @param yes the price of yes, from 0 to 1
   */
  public record Market(String id, double yes, String question) {}

  /** A post of the feed. */
  public record Post(String id, String author, String text) {}

  /** A comment below a post. */
  public record Comment(String id, String post, String author) {}

  /** A piece of news, and the market it is about. */
  public record News(String text, Optional<String> market) {}

  /** What the agent holds in a market, in micro-shares. */
  public record Position(String market, long yes, long no) {}

  /** A group that the agent is in. */
  public record Group(String id, List<String> members) {}

  /**
   * A message that the agent can see.
   *
   * @param unread whether it came since the agent's last turn
   * @param answerTo to whom an answer goes
   */
  public record Message(String id, boolean unread, String answerTo, String author, String text) {}

  /** The facts in these messages; empty if they name no agent. */
  public static Optional<BriefingFacts> in(List<ChatMessage> messages) {
    var reader = new Reader();
    for (var message : messages) {
      if (message.role() != ChatMessage.Role.ASSISTANT) {
        message.content().lines().forEach(reader::line);
      }
    }
    return reader.facts();
  }

  private static final class Reader {
    private String handle;
    private long wallet;
    private long turn;
    private boolean refused;
    private final List<Market> markets = new ArrayList<>();
    private final List<Post> posts = new ArrayList<>();
    private final List<Comment> comments = new ArrayList<>();
    private final List<News> news = new ArrayList<>();
    private final List<Position> positions = new ArrayList<>();
    private boolean conversations;
    private final List<Group> groups = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();

    private void line(String line) {
      var gap = line.indexOf(' ');
      switch (gap < 0 ? "" : line.substring(0, gap)) {
        case "market" ->
            match(MARKET, line)
                .map(m -> new Market(m.group(1), Double.parseDouble(m.group(2)), m.group(3)))
                .ifPresent(markets::add);
        case "post" ->
            match(POST, line)
                .map(m -> new Post(m.group(1), m.group(2), m.group(3)))
                .ifPresent(posts::add);
        case "comment" ->
            match(COMMENT, line)
                .map(m -> new Comment(m.group(1), m.group(2), m.group(3)))
                .ifPresent(comments::add);
        case "news" -> match(NEWS, line).map(m -> news(m.group(1))).ifPresent(news::add);
        case "you" -> match(HANDLE, line).ifPresent(m -> handle = m.group(1));
        case "wallet" -> match(WALLET, line).ifPresent(m -> wallet = number(m, 1));
        case "position" ->
            match(POSITION, line)
                .map(m -> new Position(m.group(1), number(m, 2), number(m, 3)))
                .ifPresent(positions::add);
        case "group" ->
            match(GROUP, line)
                .map(m -> new Group(m.group(1), List.of(m.group(2).substring(1).split(",@"))))
                .ifPresent(groups::add);
        case "message" ->
            match(MESSAGE, line)
                .map(
                    m ->
                        new Message(
                            m.group(1),
                            m.group(2).equals("new"),
                            m.group(3),
                            m.group(4),
                            m.group(5)))
                .ifPresent(messages::add);
        case "refused" -> refused |= line.startsWith("refused last time:");
        default -> {
          conversations |= line.startsWith(RULE_OF_MESSAGES);
          countTurns(line);
        }
      }
    }

    private void countTurns(String line) {
      var counted = TURN.matcher(line);
      if (handle != null && counted.find()) {
        turn = Long.parseLong(counted.group(1));
      }
    }

    private Optional<BriefingFacts> facts() {
      return Optional.ofNullable(handle)
          .map(
              name ->
                  new BriefingFacts(
                      name,
                      wallet,
                      turn,
                      refused,
                      markets,
                      posts,
                      comments,
                      news,
                      positions,
                      conversations,
                      groups,
                      messages));
    }

    private static News news(String text) {
      var about = ABOUT.matcher(text);
      return about.find()
          ? new News(text.substring(0, about.start()), Optional.of(about.group(1)))
          : new News(text, Optional.empty());
    }

    private static Optional<MatchResult> match(Pattern pattern, String line) {
      var matcher = pattern.matcher(line);
      return matcher.matches() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
    }

    private static long number(MatchResult match, int group) {
      return Long.parseLong(match.group(group));
    }
  }
}
