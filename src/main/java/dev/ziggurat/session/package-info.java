/** How people sign in to the console, and out. */
package dev.ziggurat.session;
