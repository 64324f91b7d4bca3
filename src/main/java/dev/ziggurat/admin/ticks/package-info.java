/** What happened in the turns of a tick, over REST. */
package dev.ziggurat.admin.ticks;
