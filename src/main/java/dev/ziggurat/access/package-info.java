/**
 * Authentication and authorization: three secrets, three roles, closed unless a secret is
 * configured.
 */
package dev.ziggurat.access;
