package dev.ziggurat.babylon.store;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cursor in the feed: posts and comments in the order of their actions, then the news of their
 * tick.
 *
 * @param position a turn's index in its tick; above all turns for news
 * @param ordinal of news; 0 for posts
 */
record FeedCursor(long tick, int position, int action, int ordinal) {

  static final FeedCursor NEWEST =
      new FeedCursor(Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

  private static final Pattern POST = Pattern.compile("t(\\d{1,18})-(\\d{1,9})-(\\d{1,9})");
  private static final Pattern NEWS = Pattern.compile("n(\\d{1,18})-(\\d{1,9})");

  /**
   * The cursor of the item with this id.
   *
   * @throws IllegalArgumentException if the id is not valid for an item
   */
  static FeedCursor at(String id) {
    var post = POST.matcher(id);
    if (post.matches()) {
      return new FeedCursor(tick(post), number(post, 2), number(post, 3), 0);
    }
    var news = NEWS.matcher(id);
    if (news.matches()) {
      return new FeedCursor(tick(news), Integer.MAX_VALUE, 0, number(news, 2));
    }
    throw new IllegalArgumentException("before: must be the id of an item of the feed");
  }

  /**
   * The cursor of the action with this id, a trade or a post.
   *
   * @throws IllegalArgumentException if the id is not valid for an action
   */
  static FeedCursor atAction(String id) {
    if (!POST.matcher(id).matches()) {
      throw new IllegalArgumentException("before: must be the id of an action");
    }
    return at(id);
  }

  private static long tick(Matcher id) {
    return Long.parseLong(id.group(1));
  }

  private static int number(Matcher id, int group) {
    return Integer.parseInt(id.group(group));
  }
}
