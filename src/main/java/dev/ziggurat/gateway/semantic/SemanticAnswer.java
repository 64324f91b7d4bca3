package dev.ziggurat.gateway.semantic;

import dev.ziggurat.chain.embedding.Embedding;
import dev.ziggurat.db.OwnedRow;
import dev.ziggurat.gateway.cache.StoredAnswer;
import java.util.UUID;

/**
 * An answer as it is stored.
 *
 * @param owner the key's id
 * @param context hash of everything that must be identical
 * @param embedding of the text that may differ
 * @param pieces the answer's pieces as JSON
 */
record SemanticAnswer(
    UUID owner, String context, Embedding embedding, StoredAnswer answer, String pieces)
    implements OwnedRow {

  private static final long OVERHEAD_BYTES = 400;

  @Override
  public long bytes() {
    return OVERHEAD_BYTES + (long) Float.BYTES * embedding.vector().length + pieces.length();
  }
}
