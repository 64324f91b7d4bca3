/**
 * The provider chain for other programs: what its APIs share. Each API is a package with a {@link
 * dev.ziggurat.gateway.RequestReader} and an {@link dev.ziggurat.gateway.AnswerWriter}: {@code
 * chat}, {@code responses}, {@code messages}.
 */
package dev.ziggurat.gateway;
