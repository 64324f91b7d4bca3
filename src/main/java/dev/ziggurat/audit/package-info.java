/** Who changed what, and when. */
package dev.ziggurat.audit;
