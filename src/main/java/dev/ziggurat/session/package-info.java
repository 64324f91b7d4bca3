/** Sign-in to the console and sign-out. */
package dev.ziggurat.session;
