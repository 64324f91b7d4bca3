package dev.ziggurat.gateway;

/** One API of the gateway: a bean of each is where its requests are read. */
public interface ServedApi extends RequestReader {

  /** Its path, such as {@code /v1/responses}. */
  String path();
}
