/**
 * What a native executable cannot do, forbidden in every test on the JVM: to look into a class that
 * nobody registered for reflection.
 */
package dev.ziggurat.reflection;
