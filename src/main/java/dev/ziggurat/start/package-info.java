/** What a start costs: by phase, by bean. */
@NullMarked
package dev.ziggurat.start;

import org.jspecify.annotations.NullMarked;
