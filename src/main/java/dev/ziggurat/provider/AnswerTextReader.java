package dev.ziggurat.provider;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Reads the text of a whole answer, which the REST client has in memory by then. Its own reader
 * copies the bytes through a growing buffer, several times the size of the answer.
 */
@RegisterForReflection
final class AnswerTextReader implements MessageBodyReader<String> {

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == String.class;
  }

  /** Text without a charset is UTF-8, as JSON is. */
  @Override
  public String readFrom(
      Class<String> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    return new String(bytes(body), charset(mediaType));
  }

  private static byte[] bytes(InputStream body) throws IOException {
    // All of it, as a rule; what reads until the end would take 16 KiB for any answer.
    var there = body.readNBytes(body.available());
    var next = body.read();
    if (next < 0) {
      return there;
    }
    var all = new ByteArrayOutputStream();
    all.write(there);
    all.write(next);
    body.transferTo(all);
    return all.toByteArray();
  }

  private static Charset charset(MediaType mediaType) {
    var name = mediaType == null ? null : mediaType.getParameters().get("charset");
    try {
      return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
    } catch (IllegalArgumentException unknown) {
      return StandardCharsets.UTF_8;
    }
  }
}
