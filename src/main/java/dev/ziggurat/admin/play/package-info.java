/** A game's markets and house, interventions in it, and its replay. */
package dev.ziggurat.admin.play;
