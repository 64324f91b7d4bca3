/** The database, one thin class over JDBC, so that every statement is seen and counted. */
package dev.ziggurat.db;
