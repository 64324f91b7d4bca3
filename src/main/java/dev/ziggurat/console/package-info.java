/**
 * The web console. It uses only the REST API: pages are rendered from its responses, and every
 * change on a page is a request to it.
 */
package dev.ziggurat.console;
