package dev.ziggurat.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Arena;
import dev.ziggurat.db.Database;
import dev.ziggurat.http.TimeCursor;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A search looks through a bounded number of calls at once, and goes on from there. */
@QuarkusTest
class CallSearchTest {

  private static final int SEARCHED = 10;

  @Inject Arena arena;
  @Inject CallLog calls;
  @Inject Database database;

  private static CallFilter ofModel(String model) {
    return new CallFilter(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(model),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void aRareMatchIsFoundPageByPage() {
    var rare = "m-" + UUID.randomUUID();
    arena.change(
        """
        insert into attempt (id, call_id, ordinal, at, source, provider, model_asked, outcome,
          latency_millis, price_known, simulated)
        select gen_random_uuid(), gen_random_uuid(), 0, now() + make_interval(mins => n), 'test', 'wandb',
          case when n in (3, 17) then ? else 'm' end, 'OK', 5, true, true
        from generate_series(1, 40) as n
        """,
        rare);
    var found = new ArrayList<CallView>();
    var pages = 0;
    var cursor = Optional.<String>empty();
    do {
      var page = calls.page(ofModel(rare), cursor, 5, SEARCHED);
      found.addAll(page.items());
      cursor = page.next();
      pages++;
    } while (found.size() < 2 && cursor.isPresent());
    assertThat(found).hasSize(2).allMatch(call -> call.model().equals(rare));
    assertThat(found.getFirst().at()).isAfter(found.getLast().at());
    assertThat(pages).isGreaterThanOrEqualTo(4);
    arena.change("delete from attempt where source = 'test' and model_asked in ('m', ?)", rare);
  }

  /** Without it every look at the list would sort the whole ledger. */
  @Test
  void theNewestAreReadFromAnIndex() {
    var search = new CallSearch(ofModel("m"), TimeCursor.FIRST, CallLog.MAX_SEARCHED);
    // With few rows, reading them all is cheaper.
    var plan =
        database.inTransaction(
            () -> {
              database.query(
                  "select set_config('enable_seqscan', 'off', true)", _ -> {}, _ -> true);
              return database.query(
                  "explain " + search.matches(5), search::bind, row -> row.getString(1));
            });
    assertThat(String.join("\n", plan)).contains("attempt_by_time").doesNotContain("Seq Scan");
  }
}
