/** Settings that are made of other settings, before the application starts. */
@NullMarked
package dev.ziggurat.config;

import org.jspecify.annotations.NullMarked;
