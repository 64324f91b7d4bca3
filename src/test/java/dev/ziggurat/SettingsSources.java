package dev.ziggurat;

import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * The settings as their sources declare them: the methods of all {@code @ConfigMapping} interfaces
 * with docstring, type, default and constraints. Sources are read because class files have no
 * docstrings, and because a build compiles only some of the source folders.
 */
final class SettingsSources {

  /**
   * A group of settings with one prefix: a mapping, or an interface within one.
   *
   * @param prefix the key without the last part, such as {@code ziggurat.chain.streams}
   * @param topLevel whether it is a mapping
   */
  record Group(String prefix, boolean topLevel, String meaning, List<Setting> settings) {}

  /**
   * One setting.
   *
   * @param key such as {@code ziggurat.tick.width}; {@code <name>} stands for a name of the
   *     operator's choice
   * @param type simple names such as {@code Duration}, {@code List<String>}; without Optional
   * @param required whether there is neither a default nor a meaning of its absence
   * @param annotations by simple name, each with its values by name as they are written
   */
  record Setting(
      String key,
      String meaning,
      String type,
      boolean required,
      Optional<String> preset,
      Map<String, Map<String, String>> annotations) {}

  private static final String MAPPING = "ConfigMapping";

  private final DocTrees docs;
  private final Map<String, TreePath> interfaces = new LinkedHashMap<>();
  private final List<TreePath> mappings = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();

  private SettingsSources(Path sources) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(besideMappings(sources)));
      docs = DocTrees.instance(task);
      for (var unit : task.parse()) {
        new Interfaces().scan(unit, null);
      }
    }
    for (var mapping : mappings) {
      var annotation = annotations((ClassTree) mapping.getLeaf()).get(MAPPING);
      addGroup(annotation.get("prefix"), true, docOf(mapping), mapping);
    }
  }

  /** All groups of all source folders but tests, each after the one that it is part of. */
  static List<Group> read() throws IOException {
    return List.copyOf(new SettingsSources(Path.of("src")).groups);
  }

  /** Files with mappings and their neighbours, where the types of groups may stand. */
  private static List<Path> besideMappings(Path sources) throws IOException {
    var folders = new ArrayList<Path>();
    try (var files = Files.walk(sources)) {
      files
          .filter(file -> file.toString().endsWith(".java") && !file.toString().contains("/test/"))
          .filter(file -> text(file).contains("@" + MAPPING + "("))
          .forEach(file -> folders.add(file.getParent()));
    }
    var all = new ArrayList<Path>();
    for (var folder : folders.stream().distinct().sorted().toList()) {
      try (var files = Files.list(folder)) {
        files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(all::add);
      }
    }
    return all;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Interfaces extends TreePathScanner<Void, Void> {
    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      if (type.getKind() == Tree.Kind.INTERFACE) {
        interfaces.putIfAbsent(type.getSimpleName().toString(), getCurrentPath());
        if (annotations(type).containsKey(MAPPING)) {
          mappings.add(getCurrentPath());
        }
      }
      return super.visitClass(type, nothing);
    }
  }

  private void addGroup(String prefix, boolean topLevel, String meaning, TreePath type) {
    var settings = new ArrayList<Setting>();
    groups.add(new Group(prefix, topLevel, meaning, settings));
    methods(type).forEach(path -> addMethod(prefix, path, settings));
  }

  /** Methods of an interface and of those it extends, in the order of the source. */
  private Stream<TreePath> methods(TreePath type) {
    var tree = (ClassTree) type.getLeaf();
    var inherited =
        tree.getImplementsClause().stream()
            .map(parent -> interfaces.get(parent.toString()))
            .flatMap(this::methods);
    var own =
        tree.getMembers().stream()
            .filter(MethodTree.class::isInstance)
            .map(method -> new TreePath(type, method));
    return Stream.concat(inherited, own);
  }

  private void addMethod(String prefix, TreePath path, List<Setting> settings) {
    var method = (MethodTree) path.getLeaf();
    var annotations = annotations(method.getModifiers().getAnnotations());
    var name = Optional.ofNullable(annotations.get("WithName")).map(named -> named.get("value"));
    var key = prefix + "." + name.orElseGet(() -> kebab(method.getName().toString()));
    var type = annotate(method.getReturnType(), annotations);
    if (type.startsWith("Map<String,")) {
      type = type.substring("Map<String,".length(), type.length() - 1);
      key += ".<name>";
    }
    if (interfaces.containsKey(type)) {
      addGroup(key, false, docOf(path), interfaces.get(type));
      return;
    }
    var preset = Optional.ofNullable(annotations.get("WithDefault")).map(with -> with.get("value"));
    var required = preset.isEmpty() && !method.getReturnType().toString().startsWith("Optional");
    settings.add(new Setting(key, docOf(path), type, required, preset, annotations));
  }

  /** The type without Optional and annotations; what annotates a part of it is added to the map. */
  private static String annotate(Tree type, Map<String, Map<String, String>> annotations) {
    return switch (type) {
      case AnnotatedTypeTree annotated -> {
        annotations.putAll(annotations(annotated.getAnnotations()));
        yield annotate(annotated.getUnderlyingType(), annotations);
      }
      case ParameterizedTypeTree generic -> {
        var arguments =
            generic.getTypeArguments().stream()
                .map(argument -> annotate(argument, annotations))
                .toList();
        var name = generic.getType().toString();
        yield name.equals("Optional")
            ? arguments.getFirst()
            : name + "<" + String.join(",", arguments) + ">";
      }
      default -> type.toString();
    };
  }

  private static Map<String, Map<String, String>> annotations(ClassTree type) {
    return annotations(type.getModifiers().getAnnotations());
  }

  private static Map<String, Map<String, String>> annotations(
      List<? extends AnnotationTree> trees) {
    var annotations = new LinkedHashMap<String, Map<String, String>>();
    for (var tree : trees) {
      var values = new LinkedHashMap<String, String>();
      for (var argument : tree.getArguments()) {
        if (argument instanceof AssignmentTree assignment) {
          values.put(assignment.getVariable().toString(), literal(assignment.getExpression()));
        } else {
          values.put("value", literal(argument));
        }
      }
      annotations.put(tree.getAnnotationType().toString(), values);
    }
    return annotations;
  }

  private static String literal(Tree value) {
    return value instanceof LiteralTree literal
        ? String.valueOf(literal.getValue())
        : value.toString();
  }

  private String docOf(TreePath path) {
    return Optional.ofNullable(docs.getDocCommentTree(path))
        .map(comment -> DocstringMarkdown.of(comment, docs))
        .orElse("");
  }

  private static String kebab(String name) {
    return String.join(
        "-",
        Arrays.stream(name.split("(?=[A-Z])"))
            .map(part -> part.toLowerCase(java.util.Locale.ROOT))
            .toList());
  }
}
