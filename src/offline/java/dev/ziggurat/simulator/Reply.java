package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** An HTTP response in memory. */
record Reply(int status, Map<String, String> headers, String contentType, String body) {

  static final String JSON = "application/json";
  static final String HTML = "text/html; charset=utf-8";
  static final String EVENTS = "text/event-stream; charset=utf-8";

  static Reply json(int status, Map<String, String> headers, JsonNode body) {
    return new Reply(status, headers, JSON, body.toString());
  }
}
