package dev.ziggurat.llm;

/** How an attempt ended: the vocabulary of ledger, path and metrics. */
public enum OutcomeClass {
  /** A usable answer. */
  OK,
  /** A usable answer that came after its tick had moved on. */
  LATE,
  /** The same as somebody was answered before: nobody was asked. */
  CACHED,
  /** The process died while the call may have been under way. */
  ORPHANED,
  /** The caller went away before a streamed answer was whole. */
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
  /** No whole answer in time. */
  TIMEOUT,
  /** The connection failed or the answer was no HTTP we understand. */
  IO,
  /** The model is unknown or shut down. */
  MODEL,
  /** The request is too long for the model. */
  CONTEXT,
  /** The request is wrong. */
  INVALID,
  /** The answer does not have the shape that was asked for. */
  BADJSON,
  /** The model declined to answer. */
  REFUSAL
}
