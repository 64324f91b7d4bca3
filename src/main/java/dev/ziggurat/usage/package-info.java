/** What was used and what it cost, over REST. */
package dev.ziggurat.usage;
