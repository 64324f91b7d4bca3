/** Embeddings of texts, made through the chain. */
package dev.ziggurat.chain.embedding;
