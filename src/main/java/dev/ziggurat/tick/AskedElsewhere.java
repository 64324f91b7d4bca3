package dev.ziggurat.tick;

/** Turns of a shard are no longer due: another process has marked them, or the tick moved on. */
final class AskedElsewhere extends RuntimeException {

  private static final long serialVersionUID = 1L;

  AskedElsewhere() {
    super("turns of the shard are asked elsewhere", null, false, false);
  }
}
