/** What starts a tick on AWS Lambda. Compiled by the Maven profile {@code lambda} only. */
package dev.ziggurat.trigger.lambda;
