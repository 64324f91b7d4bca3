package dev.ziggurat.babylon.store;

/** Bounds of what one query returns. */
final class Paging {

  static final int MAX_LIMIT = 200;

  private Paging() {}

  /** The wish, brought between 1 and {@value #MAX_LIMIT}. */
  static int limit(int wish) {
    return Math.clamp(wish, 1, MAX_LIMIT);
  }

  /** The wish, but not negative. */
  static int offset(int wish) {
    return Math.max(0, wish);
  }
}
