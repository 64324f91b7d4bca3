package dev.ziggurat.linkage;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The classes of some jars and of the running JDK, each read when it is first asked for. */
final class ClassFiles implements AutoCloseable {

  private static final String SUFFIX = ".class";
  private static final ClassFile PARSER =
      ClassFile.of(
          ClassFile.DebugElementsOption.DROP_DEBUG,
          ClassFile.LineNumbersOption.DROP_LINE_NUMBERS,
          ClassFile.StackMapsOption.DROP_STACK_MAPS);

  /** Where the bytes of a class lie; the first jar of the class path wins. */
  private record Place(JarFile jar, String entry) {
    byte[] bytes() {
      try (var in = jar.getInputStream(jar.getEntry(entry))) {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final List<JarFile> jars = new ArrayList<>();
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, ModuleReference> modules =
      ModuleFinder.ofSystem().findAll().stream()
          .flatMap(
              module ->
                  module.descriptor().packages().stream()
                      .map(name -> Map.entry(name.replace('.', '/'), module)))
          .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  private final Map<String, Optional<ClassModel>> read = new HashMap<>();
  private final Map<String, Set<String>> supertypes = new HashMap<>();

  /**
   * @throws UncheckedIOException when a jar cannot be read
   */
  ClassFiles(List<Path> classPath) {
    try {
      for (var path : classPath) {
        var jar = new JarFile(path.toFile(), false, JarFile.OPEN_READ, Runtime.version());
        jars.add(jar);
        jar.versionedStream()
            .filter(entry -> entry.getName().endsWith(SUFFIX))
            .forEach(
                entry ->
                    places.putIfAbsent(
                        withoutSuffix(entry.getName()), new Place(jar, entry.getName())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The classes in one of the jars, by internal name. */
  List<String> namesIn(Path jar) {
    return places.entrySet().stream()
        .filter(entry -> entry.getValue().jar().getName().equals(jar.toString()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** The classes of all jars whose bytes contain a name, which is how annotations are found. */
  Stream<ClassModel> naming(String text) {
    var wanted = text.getBytes(StandardCharsets.US_ASCII);
    return places.entrySet().stream()
        .filter(entry -> contains(entry.getValue().bytes(), wanted))
        .flatMap(entry -> find(entry.getKey()).stream());
  }

  /**
   * A file of the first jar.
   *
   * @throws UncheckedIOException when it cannot be read
   */
  byte[] resource(String entry) {
    return new Place(jars.getFirst(), entry).bytes();
  }

  boolean isOfJdk(String name) {
    return !places.containsKey(name) && find(name).isPresent();
  }

  boolean exists(String name) {
    return places.containsKey(name) || find(name).isPresent();
  }

  Optional<ClassModel> find(String name) {
    return read.computeIfAbsent(name, this::read);
  }

  /** A class, its superclasses and all their interfaces, as far as they exist; nearest first. */
  Set<String> supertypes(String name) {
    var known = supertypes.get(name);
    if (known == null) {
      known = new LinkedHashSet<>();
      collectClasses(name, known);
      for (var type : List.copyOf(known)) {
        collectInterfaces(type, known);
      }
      supertypes.put(name, known);
    }
    return known;
  }

  @Override
  public void close() throws IOException {
    for (var jar : jars) {
      jar.close();
    }
  }

  private void collectClasses(String name, Set<String> found) {
    for (var type = name; type != null && found.add(type); ) {
      type =
          find(type)
              .flatMap(ClassModel::superclass)
              .map(entry -> entry.asInternalName())
              .orElse(null);
    }
  }

  private void collectInterfaces(String name, Set<String> found) {
    find(name).stream()
        .flatMap(model -> model.interfaces().stream())
        .map(entry -> entry.asInternalName())
        .filter(found::add)
        .toList()
        .forEach(type -> collectInterfaces(type, found));
  }

  private Optional<ClassModel> read(String name) {
    var place = places.get(name);
    if (place != null) {
      return Optional.of(PARSER.parse(place.bytes()));
    }
    var module = modules.get(name.substring(0, Math.max(0, name.lastIndexOf('/'))));
    if (module == null) {
      return Optional.empty();
    }
    try (var reader = module.open();
        var in = reader.open(name + SUFFIX).orElse(InputStream.nullInputStream())) {
      var bytes = in.readAllBytes();
      return bytes.length == 0 ? Optional.empty() : Optional.of(PARSER.parse(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean contains(byte[] bytes, byte[] wanted) {
    var last = bytes.length - wanted.length;
    for (var start = 0; start <= last; start++) {
      var at = 0;
      while (at < wanted.length && bytes[start + at] == wanted[at]) {
        at++;
      }
      if (at == wanted.length) {
        return true;
      }
    }
    return false;
  }

  private static String withoutSuffix(String entry) {
    return entry.substring(0, entry.length() - SUFFIX.length());
  }
}
