package dev.ziggurat.reflection;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.std.BeanSerializerBase;
import io.quarkus.jackson.ObjectMapperCustomizer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * Refuses to read or write a type of ours as JSON by reflection, unless it is registered for it:
 * the test that does so fails as the native executable would.
 */
@Singleton
class JsonGuard implements ObjectMapperCustomizer {

  /** Read when the first type is not annotated itself, which is seldom. */
  private volatile Set<String> registered;

  private boolean knows(Class<?> type) {
    var annotation = type.getAnnotation(RegisterForReflection.class);
    if (annotation != null && annotation.targets().length == 0) {
      return true;
    }
    if (registered == null) {
      registered = Registered.among(classes(), type.getClassLoader());
    }
    return registered.contains(type.getName());
  }

  /** Where the package's own classes lie. */
  private static Path classes() {
    var place = Path.of(System.getProperty("ziggurat.classes", "target/classes"));
    if (!Files.isDirectory(place)) {
      throw new AssertionError("no classes in " + place.toAbsolutePath());
    }
    return place;
  }

  @Override
  public void customize(ObjectMapper mapper) {
    mapper.registerModule(
        new SimpleModule("guard")
            .setSerializerModifier(new Writing())
            .setDeserializerModifier(new Reading()));
  }

  private void check(BeanDescription type) {
    var name = type.getBeanClass().getName();
    if (name.startsWith("dev.ziggurat.") && !knows(type.getBeanClass())) {
      throw new AssertionError(
          name
              + " is read or written as JSON, but a native executable could not look into it:"
              + " annotate it with @RegisterForReflection");
    }
  }

  /** Not serializable, as modifiers claim to be: no test writes a mapper down. */
  @SuppressWarnings("serial")
  private final class Writing extends BeanSerializerModifier {
    @Override
    public JsonSerializer<?> modifySerializer(
        SerializationConfig config, BeanDescription type, JsonSerializer<?> serializer) {
      if (serializer instanceof BeanSerializerBase) {
        check(type);
      }
      return serializer;
    }
  }

  /** See {@link Writing}. */
  @SuppressWarnings("serial")
  private final class Reading extends BeanDeserializerModifier {
    @Override
    public JsonDeserializer<?> modifyDeserializer(
        DeserializationConfig config, BeanDescription type, JsonDeserializer<?> deserializer) {
      if (deserializer instanceof BeanDeserializerBase) {
        check(type);
      }
      return deserializer;
    }
  }
}
