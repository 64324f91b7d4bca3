/** A game's markets and house. */
package dev.ziggurat.admin.play;
