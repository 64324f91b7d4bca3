/** Games and agents as an admin makes, edits and deletes them. */
package dev.ziggurat.games;
