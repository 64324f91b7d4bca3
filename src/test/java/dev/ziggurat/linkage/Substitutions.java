package dev.ziggurat.linkage;

import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What {@code native-image} puts in the place of methods: GraalVM's {@code @TargetClass}. */
final class Substitutions {

  private static final String ANNOTATIONS = "com/oracle/svm/core/annotate/";
  private static final String TARGET = annotation("TargetClass");
  private static final String SUBSTITUTE = annotation("Substitute");
  private static final String DELETE = annotation("Delete");

  /** From the class that substitutes to the class that it stands for. */
  private final Map<String, String> targets = new HashMap<>();

  /** From the method of the target to the one that is compiled instead. */
  private final Map<Member, Member> replaced = new HashMap<>();

  private final Set<Member> deletedMethods = new HashSet<>();
  private final Set<String> deletedClasses = new HashSet<>();

  Substitutions(ClassFiles classes) {
    var all = classes.naming(ANNOTATIONS + "TargetClass").toList();
    for (var model : all) {
      annotation(model, TARGET)
          .flatMap(Substitutions::target)
          .ifPresent(target -> targets.put(model.thisClass().asInternalName(), target));
    }
    for (var model : all) {
      var target = targets.get(model.thisClass().asInternalName());
      if (target != null) {
        collect(model, target);
      }
    }
  }

  /** The class that a name in bytecode stands for. */
  String actual(String owner) {
    return targets.getOrDefault(owner, owner);
  }

  /** Whether a class is a substitution, which has members only to name those of its target. */
  boolean isSubstitution(String owner) {
    return targets.containsKey(owner);
  }

  /** The method whose code is compiled for a method; none if it is deleted. */
  Optional<Member> compiledFor(Member method) {
    if (deletedClasses.contains(method.owner()) || deletedMethods.contains(method)) {
      return Optional.empty();
    }
    return Optional.of(replaced.getOrDefault(method, method));
  }

  private void collect(ClassModel model, String target) {
    var self = model.thisClass().asInternalName();
    if (annotation(model, DELETE).isPresent()) {
      deletedClasses.add(target);
    }
    var whole = annotation(model, SUBSTITUTE).isPresent();
    for (var method : model.methods()) {
      var own =
          new Member(self, method.methodName().stringValue(), method.methodType().stringValue());
      var original = new Member(target, own.name(), actualTypes(own.descriptor()));
      if (whole || annotation(method, SUBSTITUTE).isPresent()) {
        replaced.put(original, own);
      } else if (annotation(method, DELETE).isPresent()) {
        deletedMethods.add(original);
      }
    }
  }

  private String actualTypes(String descriptor) {
    var mapped = descriptor;
    for (var entry : targets.entrySet()) {
      mapped = mapped.replace("L" + entry.getKey() + ";", "L" + entry.getValue() + ";");
    }
    return mapped;
  }

  private static Optional<String> target(Annotation annotation) {
    String name = null;
    var inner = List.<String>of();
    for (AnnotationElement element : annotation.elements()) {
      switch (element.name().stringValue()) {
        case "value" -> {
          var type = ((AnnotationValue.OfClass) element.value()).classSymbol().descriptorString();
          name = type.substring(1, type.length() - 1);
        }
        case "className" ->
            name = ((AnnotationValue.OfString) element.value()).stringValue().replace('.', '/');
        case "innerClass" ->
            inner =
                ((AnnotationValue.OfArray) element.value())
                    .values().stream()
                        .map(value -> ((AnnotationValue.OfString) value).stringValue())
                        .toList();
        default -> {}
      }
    }
    if (name == null) {
      return Optional.empty();
    }
    return Optional.of(inner.isEmpty() ? name : name + "$" + String.join("$", inner));
  }

  private static Optional<Annotation> annotation(AttributedElement element, String type) {
    return element
        .findAttribute(Attributes.runtimeVisibleAnnotations())
        .flatMap(
            attribute ->
                attribute.annotations().stream()
                    .filter(annotation -> annotation.className().equalsString(type))
                    .findFirst());
  }

  private static String annotation(String simpleName) {
    return "L" + ANNOTATIONS + simpleName + ";";
  }
}
