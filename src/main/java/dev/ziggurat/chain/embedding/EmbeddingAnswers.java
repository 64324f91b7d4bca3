package dev.ziggurat.chain.embedding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.AnswerText;
import dev.ziggurat.llm.Operation;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which models make embeddings, and what their answers say. */
@Singleton
public class EmbeddingAnswers {

  private final Catalogue catalogue;
  private final ObjectReader json;

  EmbeddingAnswers(Catalogue catalogue, ObjectMapper json) {
    this.catalogue = catalogue;
    this.json = json.reader();
  }

  /**
   * The providers' offers of a model that embeds; empty if it does not, or was shut down: a
   * successor has other vectors.
   *
   * @param model its name, as in the catalogue
   */
  public List<Offer> offers(String model) {
    return catalogue
        .resolve(model)
        .map(resolution -> resolution.offers())
        .orElse(List.of())
        .stream()
        .filter(offer -> Operation.EMBEDDINGS.isServedBy(offer.model()))
        .filter(offer -> offer.warning().isEmpty())
        .toList();
  }

  /**
   * The vectors of an answer in the order of the inputs; one that cannot be compared is empty.
   *
   * @param model that made them
   * @param inputs how many there must be
   * @return empty if the answer does not have one for each input
   */
  public Optional<List<Optional<Embedding>>> read(String model, AnswerText answer, int inputs) {
    try {
      var data = json.readTree(answer.chat()).path("data");
      var vectors = new ArrayList<Optional<Embedding>>(inputs);
      for (var position = 0; position < inputs; position++) {
        var item = data.path(position);
        if (!item.path("embedding").isArray() || item.path("index").asInt(position) != position) {
          return Optional.empty();
        }
        vectors.add(Embedding.of(model, vector(item.path("embedding"))));
      }
      return Optional.of(vectors);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static float[] vector(JsonNode numbers) {
    var vector = new float[numbers.size()];
    for (var i = 0; i < vector.length; i++) {
      vector[i] = numbers.get(i).floatValue();
    }
    return vector;
  }
}
