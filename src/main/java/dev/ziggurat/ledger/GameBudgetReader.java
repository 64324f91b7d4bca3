package dev.ziggurat.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.NearMatches;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.llm.Operation;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Reads budgets of games, in requests and as they are stored. */
@Singleton
public class GameBudgetReader {

  /** The field of a game. */
  public static final String FIELD = "budget";

  private static final String CHEAPER = "cheaperModel";
  private static final List<String> FIELDS = List.of("day", "month", "tick", "agentDay", CHEAPER);
  private static final int MODEL_CHARACTERS = 200;

  private final Catalogue catalogue;
  private final NearMatches nearMatches;
  private final ObjectMapper json;

  GameBudgetReader(Catalogue catalogue, NearMatches nearMatches, ObjectMapper json) {
    this.catalogue = catalogue;
    this.nearMatches = nearMatches;
    this.json = json;
  }

  /**
   * Reads the budget of a game.
   *
   * @throws dev.ziggurat.http.InvalidField naming the first invalid field, such as {@code
   *     budget.day.softUsd}
   */
  public FieldValue<GameBudget> read(Body body) {
    return body.object(FIELD, FIELDS).map(this::checked);
  }

  private GameBudget checked(Body body) {
    var budget = budget(body);
    budget
        .cheaperModel()
        .ifPresent(
            model -> {
              var known = catalogue.resolve(model);
              if (known.isEmpty()) {
                var near = nearMatches.of(model);
                throw body.wrong(
                    CHEAPER,
                    "%s is not in the catalogue%s"
                        .formatted(
                            model,
                            near.isEmpty() ? "" : ", but these are: " + String.join(", ", near)));
              }
              if (known.get().offers().stream()
                  .noneMatch(offer -> Operation.CHAT.isServedBy(offer.model()))) {
                throw body.wrong(
                    CHEAPER, "returns embeddings and does not chat: choose another model");
              }
              if (!budget.hasSoftLimit()) {
                throw body.wrong(
                    CHEAPER,
                    "needs a soft limit from which on it is used: day.softUsd, month.softUsd,"
                        + " tick.softUsd or agentDay.softUsd");
              }
            });
    return budget;
  }

  private static GameBudget budget(Body body) {
    return new GameBudget(
        SpendCapReader.cap(body, "day"),
        SpendCapReader.cap(body, "month"),
        SpendCapReader.cap(body, "tick"),
        SpendCapReader.cap(body, "agentDay"),
        body.line(CHEAPER, MODEL_CHARACTERS).value());
  }

  /** Reads a budget as it is stored; null for none. The catalogue may have changed since. */
  public GameBudget stored(String stored) {
    try {
      return stored == null ? GameBudget.NONE : budget(Body.of(json.readTree(stored), FIELDS));
    } catch (JsonProcessingException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  /** The budget to be stored; empty for none. */
  public Optional<String> written(GameBudget budget) {
    try {
      return budget.equals(GameBudget.NONE)
          ? Optional.empty()
          : Optional.of(json.writeValueAsString(GameBudgetView.of(budget)));
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
