/** Games and agents: creating, editing, deleting, import and export. */
package dev.ziggurat.games;
