/** Loads and saves the world Babylon, and reads it for those who only look. */
package dev.ziggurat.babylon.store;
