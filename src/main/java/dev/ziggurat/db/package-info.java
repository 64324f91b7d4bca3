/** The database, one thin layer over JDBC that counts every statement. */
package dev.ziggurat.db;
