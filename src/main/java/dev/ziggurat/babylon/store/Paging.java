package dev.ziggurat.babylon.store;

/** Limits of query results. */
final class Paging {

  static final int MAX_LIMIT = 200;

  private Paging() {}

  /** The requested limit, clamped to 1 to {@value #MAX_LIMIT}. */
  static int limit(int wish) {
    return Math.clamp(wish, 1, MAX_LIMIT);
  }

  /** The requested offset, at least 0. */
  static int offset(int wish) {
    return Math.max(0, wish);
  }
}
