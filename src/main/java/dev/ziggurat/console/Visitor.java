package dev.ziggurat.console;

/**
 * The viewer of a page.
 *
 * @param admin whether they may change anything
 * @param signedIn whether there is a session; viewers on this machine may have none
 */
public record Visitor(String name, boolean admin, boolean signedIn) {}
