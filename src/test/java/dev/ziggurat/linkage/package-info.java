/**
 * Finds what a native image would fail to link, without a GraalVM: names of classes, methods and
 * fields in reachable bytecode that do not exist.
 */
package dev.ziggurat.linkage;
