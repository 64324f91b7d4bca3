package dev.ziggurat.reflection;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The types of ours that a native executable can look into: those annotated with {@link
 * RegisterForReflection}, and those that Quarkus registers by itself because a REST signature, of
 * ours or of a client, names them or what they consist of.
 */
final class Registered {

  private static final String OURS = "dev.ziggurat.";

  private final Set<String> names = new HashSet<>();

  private Registered() {}

  /** Looks through all classes of this folder. */
  static Set<String> among(java.nio.file.Path classes, ClassLoader loader) {
    var registered = new Registered();
    try (var files = Files.walk(classes.resolve("dev"))) {
      files
          .map(file -> classes.relativize(file).toString())
          .filter(file -> file.endsWith(".class") && !file.endsWith("package-info.class"))
          .map(file -> file.replace(".class", "").replace(java.io.File.separatorChar, '.'))
          .forEach(name -> registered.look(load(name, loader)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Set.copyOf(registered.names);
  }

  private static Class<?> load(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private void look(Class<?> type) {
    var annotation = type.getAnnotation(RegisterForReflection.class);
    if (annotation != null) {
      var targets =
          annotation.targets().length == 0 ? List.of(type) : List.of(annotation.targets());
      targets.forEach(target -> names.add(target.getName()));
    }
    if (type.isAnnotationPresent(Path.class)) {
      Arrays.stream(type.getDeclaredMethods())
          .filter(method -> !Modifier.isStatic(method.getModifiers()))
          .flatMap(Registered::signature)
          .forEach(this::add);
    }
  }

  private static Stream<Type> signature(Method method) {
    return Stream.concat(
        Stream.of(method.getGenericReturnType()), Stream.of(method.getGenericParameterTypes()));
  }

  private void add(Type type) {
    if (type instanceof ParameterizedType generic) {
      add(generic.getRawType());
      Stream.of(generic.getActualTypeArguments()).forEach(this::add);
    }
    if (type instanceof Class<?> plain && plain.isArray()) {
      add(plain.getComponentType());
    } else if (type instanceof Class<?> plain
        && plain.getName().startsWith(OURS)
        && names.add(plain.getName())
        && plain.isRecord()) {
      Stream.of(plain.getRecordComponents())
          .map(RecordComponent::getGenericType)
          .forEach(this::add);
    }
  }
}
