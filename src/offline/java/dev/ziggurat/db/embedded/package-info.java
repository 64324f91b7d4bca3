/** A PostgreSQL server in a folder, for a machine that has none; not in native images. */
package dev.ziggurat.db.embedded;
