/** What people see of a game of Babylon over REST. */
package dev.ziggurat.admin;
