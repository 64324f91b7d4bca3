/**
 * What lets a program call the gateway: keys, what they allow, and what they may spend; and where
 * admins make, change, rotate and revoke them.
 */
package dev.ziggurat.gateway.keys;
