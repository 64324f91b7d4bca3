package dev.ziggurat.babylon.store;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the feed: posts and comments in the order of their actions, after them the news of
 * their tick.
 *
 * @param position a turn's place in its tick; beyond all turns for news
 * @param ordinal of news; 0 for posts, before which the news of their tick do not come
 */
record FeedCursor(long tick, int position, int action, int ordinal) {

  static final FeedCursor NEWEST =
      new FeedCursor(Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

  private static final Pattern POST = Pattern.compile("t(\\d{1,18})-(\\d{1,9})-(\\d{1,9})");
  private static final Pattern NEWS = Pattern.compile("n(\\d{1,18})-(\\d{1,9})");

  /**
   * The place of the item with this id.
   *
   * @throws IllegalArgumentException if no item has such an id
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
   * The place of the action with this id, which is that of a trade or of a post.
   *
   * @throws IllegalArgumentException if no action has such an id
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
