package dev.ziggurat.games.memories;

import dev.ziggurat.access.Roles;
import dev.ziggurat.games.PathLookup;
import dev.ziggurat.memory.EmbeddingOutcomes;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** What came of the embeddings of memories. */
@Path("/api/games/{game}/memory/embeddings")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Agents")
public class MemoryEmbeddingsResource {

  private final PathLookup existing;
  private final EmbeddingOutcomes outcomes;

  MemoryEmbeddingsResource(PathLookup existing, EmbeddingOutcomes outcomes) {
    this.existing = existing;
    this.outcomes = outcomes;
  }

  /** What came of the embeddings of a game's memories. */
  @GET
  @Operation(
      operationId = "getMemoryEmbeddings",
      summary = "How many memories of a game were embedded, and why full text is used instead",
      description =
          """
          Of games whose field memory has embeddingModel. The calls are in the ledger, with source memory.
          While fallback is there, full text chooses what prompts show.
          """)
  public EmbeddingOutcomes.Outcome get(@RestPath String game) {
    return outcomes.outcome(existing.game(game).id());
  }
}
