package dev.ziggurat.console;

/**
 * A page as the navigation offers it.
 *
 * @param current whether it is the one that is shown
 */
public record NavItem(String name, String address, boolean current) {}
