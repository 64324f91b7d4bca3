/** The audit log: who changed what, and when. */
package dev.ziggurat.audit;
