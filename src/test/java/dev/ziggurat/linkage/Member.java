package dev.ziggurat.linkage;

import java.lang.classfile.constantpool.MemberRefEntry;

/**
 * A method or field as bytecode names it.
 *
 * @param owner internal name of the class, such as {@code java/lang/String}
 * @param descriptor of a method {@code (I)V}, of a field {@code I}
 */
record Member(String owner, String name, String descriptor) {

  static Member of(MemberRefEntry entry) {
    return new Member(
        entry.owner().asInternalName(), entry.name().stringValue(), entry.type().stringValue());
  }

  /** The same member of another class. */
  Member in(String otherOwner) {
    return new Member(otherOwner, name, descriptor);
  }

  String signature() {
    return name + descriptor;
  }

  boolean isConstructor() {
    return name.equals("<init>");
  }

  @Override
  public String toString() {
    return owner.replace('/', '.') + "." + name + (descriptor.startsWith("(") ? descriptor : "");
  }
}
