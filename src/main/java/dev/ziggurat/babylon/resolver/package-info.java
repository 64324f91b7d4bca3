/** Asks the resolvers of games for the outcomes of closed markets, and journals their answers. */
package dev.ziggurat.babylon.resolver;
