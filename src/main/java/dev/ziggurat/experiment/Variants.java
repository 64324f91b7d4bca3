package dev.ziggurat.experiment;

import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The variants of games, and of the arms that their turns are in. */
@Singleton
public class Variants {

  private final Database database;
  private final VariantReader variants;
  private final ArmReader arms;

  Variants(Database database, VariantReader variants, ArmReader arms) {
    this.database = database;
    this.variants = variants;
    this.arms = arms;
  }

  private record Row(Variant ofGame, Optional<Map.Entry<String, List<Arm>>> experiment) {}

  /** The variant of a game; none if there is no such game. */
  public Variant of(String game) {
    return database
        .first(
            "select variant from game where id = :id",
            parameters -> parameters.setString("id", game),
            row -> variants.stored(row.getString(1)))
        .orElse(Variant.NONE);
  }

  /** Sets the variant of a game, in the caller's transaction, without raising its version. */
  public void save(String game, Variant variant) {
    database.update(
        "update game set variant = :variant where id = :id",
        parameters -> {
          parameters.setString("variant", VariantReader.written(variant));
          parameters.setString("id", game);
        });
  }

  /** With what the agents of a tick are asked, once its turns are planned. */
  public TickVariants of(String game, long tick) {
    var rows =
        database.query(
            """
            select variant, experiment.name, experiment.arms from game
            left join experiment on experiment.game_id = game.id and experiment.name in (
              select experiment from turn where game_id = :id and tick = :tick)
            where game.id = :id
            """,
            parameters -> {
              parameters.setString("id", game);
              parameters.setLong("tick", tick);
            },
            row -> {
              var name = row.getString("name");
              return new Row(
                  variants.stored(row.getString("variant")),
                  name == null
                      ? Optional.empty()
                      : Optional.of(Map.entry(name, arms.stored(row.getString("arms")))));
            });
    var byName = new HashMap<String, List<Arm>>();
    rows.forEach(
        row -> row.experiment().ifPresent(each -> byName.put(each.getKey(), each.getValue())));
    return rows.isEmpty()
        ? TickVariants.NONE
        : new TickVariants(rows.getFirst().ofGame(), Map.copyOf(byName));
  }
}
