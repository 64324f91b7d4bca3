/** A bundled PostgreSQL server with its data in a folder; not in native images. */
package dev.ziggurat.db.embedded;
