package dev.ziggurat.gateway.semantic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.chain.embedding.Embedding;
import dev.ziggurat.db.Database;
import dev.ziggurat.gateway.cache.CacheLookup;
import dev.ziggurat.gateway.cache.StoredAnswer;
import dev.ziggurat.gateway.keys.KeyChanged;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Route;
import dev.ziggurat.ledger.Spend;
import dev.ziggurat.llm.AnswerText;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Stores answers with the embeddings of what was asked. They are compared one by one: an index of
 * vectors would be of all keys together, and can miss the nearest.
 *
 * @see <a href="https://github.com/pgvector/pgvector#distances">pgvector: {@code <=>} is the cosine
 *     distance, 1 − similarity</a>
 */
@Singleton
class SemanticAnswerStore {

  /** What rounding may take from the similarity of identical texts. */
  private static final double TOLERANCE = 1e-6;

  private static final int OK = 200;

  private final Database database;
  private final SemanticCacheConfig config;
  private final InstantSource time;
  private final ObjectReader json;

  SemanticAnswerStore(
      Database database, SemanticCacheConfig config, InstantSource time, ObjectMapper json) {
    this.database = database;
    this.config = config;
    this.time = time;
    this.json = json.reader();
  }

  /** An answer as it is written. */
  SemanticAnswer row(UUID owner, String context, Embedding embedding, StoredAnswer answer) {
    var pieces = JsonNodeFactory.instance.arrayNode();
    for (var piece : answer.pieces()) {
      var texts = pieces.addArray().add(piece.chat());
      piece.original().ifPresent(texts::add);
    }
    return new SemanticAnswer(owner, context, embedding, answer, pieces.toString());
  }

  /** Writes answers in one transaction. */
  void save(List<SemanticAnswer> rows) {
    database.batch(
        """
        insert into semantic_answer (call_id, owner, at, context, embedding_model, dimensions, embedding, provider,
          model_asked, model_answered, request_id, simulated, pieces, bytes)
        values (:callId, :owner, :at, :context, :model, :dimensions, :embedding, :provider, :modelAsked, :modelAnswered,
          :requestId, :simulated, :pieces, :bytes)
        on conflict (call_id) do nothing
        """,
        rows,
        (parameters, row) -> {
          var attempt = row.answer().attempt();
          parameters.setObject("callId", row.answer().callId());
          parameters.setObject("owner", row.owner());
          parameters.setInstant("at", attempt.at());
          parameters.setString("context", row.context());
          parameters.setString("model", row.embedding().model());
          parameters.setInt("dimensions", row.embedding().vector().length);
          parameters.setFloats("embedding", row.embedding().vector());
          parameters.setString("provider", attempt.provider().id());
          parameters.setString("modelAsked", attempt.modelAsked());
          parameters.setString("modelAnswered", attempt.modelAnswered());
          parameters.setString("requestId", attempt.requestId());
          parameters.setBoolean("simulated", attempt.simulated());
          parameters.setString("pieces", row.pieces());
          parameters.setLong("bytes", row.bytes());
        });
  }

  /** Deletes what an earlier version of a key got: it is never given again. */
  void forget(@Observes KeyChanged key) {
    database.update(
        "delete from semantic_answer where owner = :owner",
        parameters -> parameters.setObject("owner", key.id()));
  }

  /**
   * The answer to the most similar text, among the newest of the same context. {@code offset 0} has
   * each similarity computed once.
   *
   * @param threshold the least cosine similarity
   * @throws dev.ziggurat.db.DatabaseException also if the database cannot compare vectors
   */
  Optional<CacheLookup.Hit> nearest(
      UUID owner, String context, Embedding embedding, double threshold) {
    return database.first(
        """
        select * from (
          select newest.*, 1 - (newest.embedding::vector <=> :embedding::real[]::vector) as similarity
          from (
            select * from semantic_answer
            where owner = :owner and context = :context and embedding_model = :model and dimensions = :dimensions
              and at >= :since
            order by at desc limit :most) as newest
          offset 0) as compared
        where similarity between :threshold and 1
        order by similarity desc, at desc limit 1
        """,
        parameters -> {
          parameters.setFloats("embedding", embedding.vector());
          parameters.setObject("owner", owner);
          parameters.setString("context", context);
          parameters.setString("model", embedding.model());
          parameters.setInt("dimensions", embedding.vector().length);
          parameters.setInstant("since", time.instant().minus(config.keep()));
          parameters.setInt("most", config.compared());
          parameters.setObject("threshold", threshold - TOLERANCE);
        },
        this::hit);
  }

  private CacheLookup.Hit hit(ResultSet row) throws SQLException {
    var attempt =
        new Attempt(
            new Caller(
                row.getObject("call_id", UUID.class),
                "gateway",
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.of(row.getObject("owner", UUID.class)),
                Map.of(),
                Optional.empty()),
            0,
            row.getTimestamp("at").toInstant(),
            Provider.of(row.getString("provider")),
            row.getString("model_asked"),
            Optional.ofNullable(row.getString("model_answered")),
            OutcomeClass.OK,
            Optional.empty(),
            OK,
            0,
            Optional.empty(),
            Spend.NOTHING,
            row.getBoolean("simulated"),
            Optional.ofNullable(row.getString("request_id")),
            Route.DIRECT);
    return new CacheLookup.Hit(
        new StoredAnswer(attempt, pieces(row.getString("pieces"))),
        OptionalDouble.of(row.getDouble("similarity")));
  }

  private List<AnswerText> pieces(String stored) {
    try {
      var pieces = new ArrayList<AnswerText>();
      for (var texts : json.readTree(stored)) {
        pieces.add(
            new AnswerText(
                texts.path(0).textValue(), Optional.ofNullable(texts.path(1).textValue())));
      }
      return pieces;
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
