package dev.ziggurat.llm;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Cancels a call whose caller has left: wakes the call's thread where it waits, and keeps it from
 * waiting again. The thread is interrupted only within {@link #waiting}, because an interrupt
 * elsewhere would close a database connection, or be taken for the end of the process.
 */
public final class CallCancellation {

  private static final ScopedValue<CallCancellation> CURRENT = ScopedValue.newInstance();

  private boolean requested;
  private Optional<Thread> waiting = Optional.empty();

  /** A wait that can be cancelled. Closing it ends the part in which the thread is interrupted. */
  public static final class Wait implements AutoCloseable {

    private final CallCancellation cancellation;

    private Wait(CallCancellation cancellation) {
      this.cancellation = cancellation;
    }

    @Override
    public void close() {
      cancellation.end();
    }
  }

  /** Runs a call that this object can cancel, on this thread. */
  public <T> T call(Supplier<T> call) {
    return ScopedValue.where(CURRENT, this).call(call::get);
  }

  /** Cancels the call. Any thread may call this, at any time. */
  public synchronized void request() {
    requested = true;
    waiting.ifPresent(Thread::interrupt);
  }

  /** Whether the call that runs on this thread was cancelled. */
  public static boolean isRequested() {
    return CURRENT.isBound() && CURRENT.get().requested();
  }

  /**
   * Begins a wait of this thread. What waits throws an {@link InterruptedException} when the call
   * is cancelled, or was before.
   */
  public static Wait waiting() {
    // Without one bound, such as in a tick, nobody else knows this one.
    var cancellation = CURRENT.isBound() ? CURRENT.get() : new CallCancellation();
    cancellation.begin();
    return new Wait(cancellation);
  }

  /** Restores the thread's interrupted status, unless the wait ended because of a cancellation. */
  public static void restoreInterrupt() {
    if (!isRequested()) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean requested() {
    return requested;
  }

  private synchronized void begin() {
    var thread = Thread.currentThread();
    waiting = Optional.of(thread);
    if (requested) {
      thread.interrupt();
    }
  }

  private synchronized void end() {
    waiting = Optional.empty();
    if (requested) {
      Thread.interrupted();
    }
  }
}
