package dev.ziggurat;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;

/** The time of day for everything that asks for one. */
class Time {

  @Produces
  @Singleton
  InstantSource clock() {
    return Clock.systemUTC();
  }
}
