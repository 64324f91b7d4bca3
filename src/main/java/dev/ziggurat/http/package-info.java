/** Shared by all resources: bodies, parameters, pages, ETags, and errors as problem documents. */
package dev.ziggurat.http;
