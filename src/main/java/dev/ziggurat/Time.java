package dev.ziggurat;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;

/** Provides the clock (UTC). */
class Time {

  @Produces
  @Singleton
  InstantSource clock() {
    return Clock.systemUTC();
  }
}
