package dev.ziggurat.litellm;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Reads a configuration from a request body, as JSON or YAML by its content type. */
@Provider
@Consumes({MediaType.APPLICATION_JSON, ProxyConfigBodies.YAML})
class ProxyConfigBodies implements MessageBodyReader<ProxyConfig> {

  /** The media type of YAML (RFC 9512). */
  static final String YAML = "application/yaml";

  private final ConfigText text;

  ProxyConfigBodies(ConfigText text) {
    this.text = text;
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == ProxyConfig.class;
  }

  @Override
  public ProxyConfig readFrom(
      Class<ProxyConfig> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    var bytes = body.readAllBytes();
    if (bytes.length == 0) {
      return new ProxyConfig(null);
    }
    return new ProxyConfig(
        mediaType.getSubtype().equals("yaml") ? text.yaml(bytes) : text.json(bytes));
  }
}
