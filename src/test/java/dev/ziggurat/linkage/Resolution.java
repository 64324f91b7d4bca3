package dev.ziggurat.linkage;

import static java.util.stream.Collectors.toMap;

import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.constant.ClassDesc;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds what names in bytecode stand for, as a JVM does, and notes those that stand for nothing.
 */
final class Resolution {

  private static final Set<String> POLYMORPHIC =
      Set.of("java/lang/invoke/MethodHandle", "java/lang/invoke/VarHandle");

  private final ClassFiles classes;
  private final Substitutions substitutions;
  private final Map<String, Map<String, MethodModel>> methods = new HashMap<>();
  private final Map<String, Member> missing = new TreeMap<>();

  Resolution(ClassFiles classes, Substitutions substitutions) {
    this.classes = classes;
    this.substitutions = substitutions;
  }

  /** By what does not exist, the method that named it first. */
  Map<String, Member> missing() {
    return missing;
  }

  /** Whether a class and all that it inherits from exist; of an array, that of its elements. */
  boolean type(ClassEntry type, Member at) {
    return type(type.asSymbol(), at);
  }

  boolean type(ClassDesc type, Member at) {
    var element = type;
    while (element.isArray()) {
      element = element.componentType();
    }
    return element.isPrimitive() || exists(internalName(element), at);
  }

  private boolean exists(String named, Member at) {
    var name = substitutions.actual(named);
    if (!classes.exists(name)) {
      missing.putIfAbsent("class " + name.replace('/', '.'), at);
      return false;
    }
    for (var supertype : classes.supertypes(name)) {
      if (!classes.exists(supertype)) {
        missing.putIfAbsent("class " + supertype.replace('/', '.'), at);
        return false;
      }
    }
    return true;
  }

  /** Whether a field exists in its class or above. */
  boolean field(Member named, Member at) {
    if (!exists(named.owner(), at)) {
      return false;
    }
    if (substitutions.isSubstitution(named.owner())) {
      return true;
    }
    for (var owner : classes.supertypes(named.owner())) {
      for (var field : classes.find(owner).orElseThrow().fields()) {
        if (field.fieldName().equalsString(named.name())
            && field.fieldType().equalsString(named.descriptor())) {
          return true;
        }
      }
    }
    missing.putIfAbsent("field " + named + " of type " + named.descriptor(), at);
    return false;
  }

  /** The declaration that a call means; none if nothing is declared, or nothing to follow. */
  Optional<Member> method(Member named, Member at) {
    if (named.owner().startsWith("[")) {
      return method(named.in("java/lang/Object"), at);
    }
    if (POLYMORPHIC.contains(named.owner()) || !exists(named.owner(), at)) {
      return Optional.empty();
    }
    for (var owner : classes.supertypes(named.owner())) {
      var member = named.in(owner);
      if (declared(member).isPresent()) {
        return Optional.of(
            substitutions.isSubstitution(owner) ? member.in(substitutions.actual(owner)) : member);
      }
    }
    missing.putIfAbsent("method " + named, at);
    return Optional.empty();
  }

  /** The method that this class itself declares. */
  Optional<MethodModel> declared(Member member) {
    return Optional.ofNullable(
        methods.computeIfAbsent(member.owner(), this::bySignature).get(member.signature()));
  }

  private Map<String, MethodModel> bySignature(String owner) {
    return classes.find(owner).stream()
        .flatMap(model -> model.methods().stream())
        .collect(toMap(method -> member(owner, method).signature(), method -> method));
  }

  static Member member(String owner, MethodModel method) {
    return new Member(owner, method.methodName().stringValue(), method.methodType().stringValue());
  }

  static String internalName(ClassDesc type) {
    var descriptor = type.descriptorString();
    return type.isArray() ? descriptor : descriptor.substring(1, descriptor.length() - 1);
  }
}
