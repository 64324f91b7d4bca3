package dev.ziggurat.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import com.oracle.svm.core.annotate.TargetClass;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application was compiled with one version of a library, and is linked with another one. */
class LinkageTest {

  private static final String COMPILED_WITH =
      """
      package library;
      public class Gone { }
      class Inner { }
      """;

  /** The jar with {@code @TargetClass}. */
  private static final Path ANNOTATIONS =
      Path.of(
          URI.create(
              TargetClass.class.getProtectionDomain().getCodeSource().getLocation().toString()));

  @TempDir Path folder;

  @Test
  void whatIsThereIsNotMissing() throws IOException {
    var app =
        """
        class App { int run() { return new library.Part().size() + library.Part.LIMIT.length(); } }
        """;
    var part =
        """
        package library;
        public class Part extends Base { public static final String LIMIT = "a".repeat(3); }
        class Base { public int size() { return 1; } }
        """;

    assertThat(missing(app, part, part, "App")).isEmpty();
  }

  @Test
  void classesMethodsAndFieldsThatWentAreFoundWithTheWayThere() throws IOException {
    var app =
        """
        class App { int run() { return new Other().run(); } }
        class Other {
          int run() { return new library.Gone().hashCode() + library.Part.size("") + library.Part.limit; }
        }
        """;
    var before =
        """
        package library;
        public class Part { public static int limit; public static int size(String of) { return 1; } }
        """;
    var after =
        """
        package library;
        public class Part { public static long limit; public static int size(Object of) { return 1; } }
        """;

    var found = missing(app, before + "class Rest {}", after, "App");

    assertThat(found)
        .containsExactly(
            "class library.Gone from Other.run()I from App.run()I",
            "field library.Part.limit of type I from Other.run()I from App.run()I",
            "method library.Part.size(Ljava/lang/String;)I from Other.run()I from App.run()I");
  }

  @Test
  void onlyWhatIsReachedIsHeldToIt() throws IOException {
    var app =
        """
        class App {
          interface Job { int run(); }
          static class Used implements Job { public int run() { return library.Part.used; } }
          static class Unused implements Job { public int run() { return library.Part.unused; } }
          static int callback() { return library.Part.callback; }
          static Job job() { return new Used(); }
        }
        class Main {
          int run() { return App.job().run(); }
          java.util.function.IntSupplier later() { return App::callback; }
          Runnable byJdk() { return new Thread() { public void run() { System.out.print(library.Part.jdk); } }; }
        }
        """;
    var before =
        "package library; public class Part { public static int used, unused, callback, jdk; }";
    var after = "package library; public class Part { }";

    assertThat(missing(app, before, after, "Main"))
        .containsExactly(
            "field library.Part.callback of type I from App.callback()I"
                + " from Main.later()Ljava/util/function/IntSupplier;",
            "field library.Part.jdk of type I from Main$1.run()V from Main.byJdk()Ljava/lang/Runnable;",
            "field library.Part.used of type I from App$Used.run()I"
                + " from App.job()LApp$Job; from Main.run()I");
  }

  @Test
  void whatIsSubstitutedIsNotHeldToItButItsSubstituteIs() throws IOException {
    var app =
        """
        import com.oracle.svm.core.annotate.*;
        class App { int run() { return Odd.run() + Odd.left(); } }
        class Odd {
          static int run() { return library.Part.limit; }
          static int left() { return library.Part.left; }
        }
        @TargetClass(className = "Odd") final class Even {
          @Substitute static int run() { return library.Part.other; }
        }
        """;
    var before = "package library; public class Part { public static int limit, left, other; }";
    var after = "package library; public class Part { }";

    assertThat(missing(app, before, after, "App"))
        .containsExactly(
            "field library.Part.left of type I from Odd.left()I from App.run()I",
            "field library.Part.other of type I from Even.run()I from App.run()I");
  }

  private List<String> missing(String app, String before, String after, String entry)
      throws IOException {
    var compiledWith = compile("before", before, List.of());
    var gone = compile("gone", COMPILED_WITH, List.of());
    var linkedWith = jar(compile("after", after, List.of()));
    var classes = jar(compile("app", app, List.of(compiledWith, gone)));
    try (var files = new ClassFiles(List.of(classes, linkedWith))) {
      var linkage = new Linkage(files);
      linkage.enter(entry);
      return linkage.missing().entrySet().stream()
          .map(missing -> missing.getKey() + " from " + String.join(" from ", missing.getValue()))
          .toList();
    }
  }

  private Path compile(String name, String source, List<Path> classPath) throws IOException {
    var root = Files.createDirectories(folder.resolve(name));
    var file = root.resolve("Source.java");
    // One file may hold several classes only while none of them is public under another name.
    var type = source.contains("public class Gone") ? "Gone" : "Part";
    file = source.contains("public class") ? root.resolve(type + ".java") : file;
    Files.writeString(file, source);
    var path = new ArrayList<>(List.of(ANNOTATIONS.toString()));
    classPath.forEach(entry -> path.add(entry.toString()));
    var exitCode =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-d",
                root.toString(),
                "-cp",
                String.join(System.getProperty("path.separator"), path),
                file.toString());
    assertThat(exitCode).isZero();
    return root;
  }

  private Path jar(Path root) throws IOException {
    var jar = folder.resolve(root.getFileName() + ".jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        var files = Files.walk(root)) {
      for (var file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        out.putNextEntry(new JarEntry(root.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
    return jar;
  }
}
