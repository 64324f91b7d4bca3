/** The admin's system-wide choices: one row, cached and versioned. */
package dev.ziggurat.settings;
