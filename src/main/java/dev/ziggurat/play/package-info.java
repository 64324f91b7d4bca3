/** What players may do: look, decide and wait for their turn; and the tokens that let them. */
package dev.ziggurat.play;
