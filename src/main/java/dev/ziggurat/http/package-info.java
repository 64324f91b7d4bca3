/**
 * What all resources share: bodies, parameters, pages, ETags, and refusals as problem documents.
 */
package dev.ziggurat.http;
