/**
 * What holds for every package we ship, however it was compiled: the JVM package with and without
 * its offline parts, and the native executable. The database and the providers are other processes.
 */
package dev.ziggurat.shipped;
