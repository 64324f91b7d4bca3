/**
 * The REST API and the console behind a function URL. Compiled by the Maven profile lambda-http
 * only.
 */
package dev.ziggurat.function;
