package dev.ziggurat.access;

import java.time.Instant;

/** Remembers the sessions that were signed out, on every instance, so that a copied cookie ends. */
public interface SessionEndings {

  /**
   * Ends a session.
   *
   * @param session its id
   * @param until when it would have expired, after which its end may be forgotten
   */
  void end(String session, Instant until);

  /** Whether this session was ended, here or, at most five seconds ago, elsewhere. May block. */
  boolean isEnded(String session);
}
