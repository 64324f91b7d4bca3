package dev.ziggurat.babylon;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The latest posts, comments and news, each oldest first. */
public final class Feed {

  /** Max posts shown. */
  public static final int POSTS = 20;

  /** Max comments shown per post. */
  public static final int COMMENTS = 2;

  /** Max news shown. */
  public static final int NEWS = 8;

  private static final Comparator<Post> HISTORY = Comparator.comparing(Post::place);

  private final List<Post> posts = new ArrayList<>();
  private final Map<String, List<Post>> comments = new TreeMap<>();
  private final List<News> news = new ArrayList<>();

  /** Creates a feed of these, oldest first; comments on other posts are skipped. */
  public Feed(List<Post> posts, List<Post> comments, List<News> news) {
    posts.forEach(this::add);
    comments.stream().filter(comment -> hasPost(comment.on().orElseThrow())).forEach(this::add);
    this.news.addAll(news);
    trim();
  }

  /** The posts shown. */
  public List<Post> posts() {
    return List.copyOf(posts);
  }

  /** The comments shown of a post. */
  public List<Post> commentsOn(String post) {
    return List.copyOf(comments.getOrDefault(post, List.of()));
  }

  /** The news shown. */
  public List<News> news() {
    return List.copyOf(news);
  }

  boolean hasPost(String id) {
    return comments.containsKey(id);
  }

  void add(Post post) {
    Optional<String> on = post.on();
    if (on.isPresent()) {
      comments.get(on.get()).add(post);
    } else {
      posts.add(post);
      comments.put(post.id(), new ArrayList<>());
    }
  }

  void add(News item) {
    news.add(item);
  }

  /** Sorts by the game's history and drops items no longer shown. */
  void trim() {
    posts.sort(HISTORY);
    comments.values().forEach(of -> of.sort(HISTORY));
    if (posts.size() > POSTS) {
      var old = posts.subList(0, posts.size() - POSTS);
      old.forEach(post -> comments.remove(post.id()));
      old.clear();
    }
    comments.values().forEach(of -> keepLast(of, COMMENTS));
    keepLast(news, NEWS);
  }

  private static void keepLast(List<?> items, int count) {
    if (items.size() > count) {
      items.subList(0, items.size() - count).clear();
    }
  }
}
