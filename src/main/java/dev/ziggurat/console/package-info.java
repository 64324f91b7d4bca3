/**
 * The web console. It knows what the admin REST API says and nothing else: pages are made from the
 * answers of its operations, and every change a page makes is a request to it.
 */
package dev.ziggurat.console;
