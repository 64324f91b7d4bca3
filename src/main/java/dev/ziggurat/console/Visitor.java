package dev.ziggurat.console;

/**
 * Who looks at a page.
 *
 * @param admin whether they may change anything
 * @param signedIn whether there is a session to end; a person at this machine may look without one
 */
public record Visitor(String name, boolean admin, boolean signedIn) {}
