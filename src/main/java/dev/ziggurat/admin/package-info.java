/** The REST API through which people and programs see and run the system. */
package dev.ziggurat.admin;
