/** Where admins make, change, rotate and revoke the keys of the gateway. */
package dev.ziggurat.admin.keys;
