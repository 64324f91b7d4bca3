package dev.ziggurat.llm;

/** How an attempt ended, in ledger, path and metrics. */
public enum OutcomeClass {
  /** A usable answer. */
  OK,
  /** A usable answer that came after its tick had finished. */
  LATE,
  /** Answered from the cache; no provider was called. */
  CACHED,
  /** No provider was called: each was skipped. */
  SKIPPED,
  /** The process died while the call may have been in progress. */
  ORPHANED,
  /** The caller closed the connection before the answer was complete. */
  CANCELLED,
  /** The key is missing, wrong or not entitled. */
  AUTH,
  /** Not served from this country. */
  GEO,
  /** Out of credit or over a spending limit. */
  BILLING,
  /** Too many requests or tokens. */
  RATE,
  /** The provider is overloaded. */
  CAPACITY,
  /** The provider failed. */
  SERVER,
  /** No complete answer in time. */
  TIMEOUT,
  /** The connection failed, or the response could not be read. */
  IO,
  /** The model is unknown or shut down. */
  MODEL,
  /** The request is too long for the model. */
  CONTEXT,
  /** The request is invalid, or uses a parameter the provider does not support. */
  INVALID,
  /** The answer does not match the requested schema. */
  BADJSON,
  /** The model declined to answer. */
  REFUSAL
}
