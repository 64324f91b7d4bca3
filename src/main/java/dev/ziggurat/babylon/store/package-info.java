/** Loads and saves the world Babylon, and reads its views. */
package dev.ziggurat.babylon.store;
