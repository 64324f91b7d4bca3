/** Games and agents as an admin makes, edits and deletes them, and ticks by hand. */
package dev.ziggurat.admin.games;
