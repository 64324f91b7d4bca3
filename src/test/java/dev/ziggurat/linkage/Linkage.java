package dev.ziggurat.linkage;

import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Follows calls from entry points (rapid type analysis: a call of an overridden method reaches the
 * overrides in classes of which reachable code makes instances) and resolves every name on the way,
 * as {@code native-image --link-at-build-time} does. Code of the JDK is trusted: it may call back
 * whatever overrides a method of its own.
 */
final class Linkage {

  private static final int MAX_PATH = 12;

  private final ClassFiles classes;
  private final Resolution resolution;
  private final Substitutions substitutions;

  private final Deque<Member> open = new ArrayDeque<>();

  /** The methods that are reached, each with the one that called it first. */
  private final Map<Member, Optional<Member>> callers = new LinkedHashMap<>();

  private final Set<String> instantiated = new HashSet<>();
  private final Set<String> initialized = new HashSet<>();
  private final Map<String, Set<String>> instancesOf = new HashMap<>();
  private final Map<String, Set<Member>> callsOn = new HashMap<>();

  Linkage(ClassFiles classes) {
    this.classes = classes;
    this.substitutions = new Substitutions(classes);
    this.resolution = new Resolution(classes, substitutions);
  }

  /** Every method of a class is an entry point, and instances of it exist. */
  void enter(String className) {
    classes
        .find(className)
        .ifPresent(
            model -> {
              instantiate(className, Optional.empty());
              for (var method : model.methods()) {
                reach(Resolution.member(className, method), Optional.empty());
              }
            });
  }

  /** Instances of a class come into being by reflection. */
  void enterByReflection(String className) {
    classes
        .find(className)
        .ifPresent(
            model -> {
              instantiate(className, Optional.empty());
              for (var method : model.methods()) {
                if (method.methodName().equalsString("<init>")) {
                  reach(Resolution.member(className, method), Optional.empty());
                }
              }
            });
  }

  /** What does not exist, with the calls that lead to where it is named; sorted. */
  Map<String, List<String>> missing() {
    while (!open.isEmpty()) {
      scan(open.remove());
    }
    var found = new TreeMap<String, List<String>>();
    resolution.missing().forEach((what, where) -> found.put(what, path(Optional.of(where))));
    return found;
  }

  int reached() {
    return callers.size();
  }

  private void scan(Member method) {
    resolution
        .declared(method)
        .flatMap(MethodModel::code)
        .ifPresent(
            code -> {
              code.exceptionHandlers()
                  .forEach(
                      handler ->
                          handler.catchType().ifPresent(type -> resolution.type(type, method)));
              for (var element : code) {
                scan(element, method);
              }
            });
  }

  private void scan(CodeElement element, Member at) {
    switch (element) {
      case InvokeInstruction call -> call(call, at);
      case FieldInstruction access -> {
        if (resolution.field(Member.of(access.field()), at)) {
          initialize(access.owner().asInternalName(), at);
        }
      }
      case NewObjectInstruction creation -> {
        if (resolution.type(creation.className(), at)) {
          instantiate(creation.className().asInternalName(), Optional.of(at));
        }
      }
      case NewReferenceArrayInstruction creation -> resolution.type(creation.componentType(), at);
      case NewMultiArrayInstruction creation -> resolution.type(creation.arrayType(), at);
      case TypeCheckInstruction check -> resolution.type(check.type(), at);
      case ConstantInstruction.LoadConstantInstruction load -> constant(load.constantValue(), at);
      case InvokeDynamicInstruction call -> call.bootstrapArgs().forEach(arg -> constant(arg, at));
      default -> {}
    }
  }

  private void constant(ConstantDesc constant, Member at) {
    switch (constant) {
      case ClassDesc type -> resolution.type(type, at);
      case DirectMethodHandleDesc handle -> handle(handle, at);
      default -> {}
    }
  }

  private void handle(DirectMethodHandleDesc handle, Member at) {
    var owner = Resolution.internalName(handle.owner());
    switch (handle.kind()) {
      case GETTER, SETTER, STATIC_GETTER, STATIC_SETTER ->
          resolution.field(new Member(owner, handle.methodName(), handle.lookupDescriptor()), at);
      default -> {
        var method = new Member(owner, handle.methodName(), handle.lookupDescriptor());
        if (method.isConstructor() && resolution.type(handle.owner(), at)) {
          instantiate(owner, Optional.of(at));
        }
        switch (handle.kind()) {
          case VIRTUAL, INTERFACE_VIRTUAL -> invokeVirtual(method, at);
          default -> invoke(method, at);
        }
      }
    }
  }

  private void call(InvokeInstruction call, Member at) {
    var method = Member.of(call.method());
    switch (call.opcode()) {
      case INVOKEVIRTUAL, INVOKEINTERFACE -> invokeVirtual(method, at);
      default -> invoke(method, at);
    }
  }

  private void invoke(Member named, Member at) {
    resolution
        .method(named, at)
        .ifPresent(
            method -> {
              initialize(method.owner(), at);
              reach(method, Optional.of(at));
            });
  }

  private void invokeVirtual(Member named, Member at) {
    var resolved = resolution.method(named, at);
    if (resolved.isEmpty()) {
      return;
    }
    var owner = substitutions.actual(named.owner());
    if (owner.startsWith("[")) {
      return;
    }
    var call = resolved.get().in(owner);
    if (callsOn.computeIfAbsent(owner, key -> new HashSet<>()).add(call)) {
      for (var type : List.copyOf(instancesOf.getOrDefault(owner, Set.of()))) {
        dispatch(type, call, Optional.of(at));
      }
    }
  }

  /** The method that a call reaches on an instance of exactly this class. */
  private void dispatch(String type, Member call, Optional<Member> at) {
    for (var candidate : classes.supertypes(type)) {
      var member = call.in(candidate);
      var method = resolution.declared(member);
      if (method.isPresent() && !method.get().flags().has(AccessFlag.ABSTRACT)) {
        reach(member, at);
        return;
      }
    }
  }

  private void reach(Member method, Optional<Member> at) {
    if (classes.isOfJdk(method.owner())
        && substitutions.compiledFor(method).equals(Optional.of(method))) {
      return;
    }
    substitutions
        .compiledFor(method)
        .filter(code -> callers.putIfAbsent(code, at) == null)
        .ifPresent(open::add);
  }

  private void instantiate(String type, Optional<Member> at) {
    if (classes.isOfJdk(type) || !instantiated.add(type)) {
      return;
    }
    initialize(type, at.orElse(null));
    for (var supertype : classes.supertypes(type)) {
      instancesOf.computeIfAbsent(supertype, key -> new HashSet<>()).add(type);
      for (var call : List.copyOf(callsOn.getOrDefault(supertype, Set.of()))) {
        dispatch(type, call, at);
      }
      if (classes.isOfJdk(supertype)) {
        callBack(type, supertype, at);
      }
    }
  }

  private void callBack(String type, String ofJdk, Optional<Member> at) {
    for (var method : classes.find(ofJdk).orElseThrow().methods()) {
      if (!method.flags().has(AccessFlag.STATIC)
          && !method.flags().has(AccessFlag.PRIVATE)
          && !method.methodName().equalsString("<init>")) {
        dispatch(type, Resolution.member(ofJdk, method), at);
      }
    }
  }

  private void initialize(String type, Member at) {
    var actual = substitutions.actual(type);
    if (classes.isOfJdk(actual) || !initialized.add(actual)) {
      return;
    }
    var initializer = new Member(actual, "<clinit>", "()V");
    if (resolution.declared(initializer).isPresent()) {
      reach(initializer, Optional.ofNullable(at));
    }
    classes
        .find(actual)
        .flatMap(ClassModel::superclass)
        .ifPresent(superclass -> initialize(superclass.asInternalName(), at));
  }

  private List<String> path(Optional<Member> end) {
    var path = new ArrayList<String>();
    for (var at = end; at.isPresent() && path.size() < MAX_PATH; ) {
      path.add(at.get().toString());
      at = callers.getOrDefault(at.get(), Optional.empty());
    }
    return path;
  }
}
