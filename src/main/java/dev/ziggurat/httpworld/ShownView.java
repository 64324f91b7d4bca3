package dev.ziggurat.httpworld;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.world.SingleLine;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A page that a world shows: plain data, never HTML.
 *
 * @param name its name in requests
 * @param title what people call it
 */
@RegisterForReflection(targets = {ShownView.class, ShownView.Block.class, ShownView.Table.class})
public record ShownView(String name, String title, List<Block> blocks) {

  private static final int MOST_BLOCKS = 100;
  private static final int MOST_COLUMNS = 50;
  private static final int MOST_ROWS = 200;
  private static final int HEADING_CHARACTERS = 200;
  private static final int TEXT_BYTES = 10_000;
  private static final int CELL_CHARACTERS = 500;

  /** A part of it: a heading, a text or a table. */
  public record Block(Optional<String> heading, Optional<String> text, Optional<Table> table) {}

  /**
   * A table.
   *
   * @param rows cells as texts, as many as there are columns
   */
  public record Table(List<String> columns, List<List<String>> rows) {}

  static ShownView of(Manifest.View view, AnswerField answer, CutTexts cuts) {
    answer.object();
    var blocks = new ArrayList<Block>();
    var list = answer.get("blocks");
    for (var i = 0; i < list.list(MOST_BLOCKS).size(); i++) {
      blocks.add(block(list.get(i), cuts));
    }
    return new ShownView(view.name(), view.title(), List.copyOf(blocks));
  }

  private static Block block(AnswerField field, CutTexts cuts) {
    field.object();
    var text = field.get("text");
    var table = field.get("table");
    return new Block(
        field.get("heading").optionalLine(HEADING_CHARACTERS),
        text.isThere() ? Optional.of(cuts.block(text, TEXT_BYTES)) : Optional.empty(),
        table.isThere() ? Optional.of(table(table)) : Optional.empty());
  }

  private static Table table(AnswerField field) {
    field.object();
    var columns = cells(field.get("columns"), MOST_COLUMNS);
    var rows = field.get("rows");
    return new Table(
        columns,
        IntStream.range(0, rows.list(MOST_ROWS).size())
            .mapToObj(
                index -> {
                  var row = rows.get(index);
                  var cells = cells(row, MOST_COLUMNS);
                  if (cells.size() != columns.size()) {
                    throw row.wrong("must have as many cells as there are columns");
                  }
                  return cells;
                })
            .toList());
  }

  private static List<String> cells(AnswerField field, int most) {
    return IntStream.range(0, field.list(most).size())
        .mapToObj(index -> cell(field.get(index)))
        .toList();
  }

  private static String cell(AnswerField field) {
    JsonNode node = field.node();
    if (node.isContainerNode()) {
      throw field.wrong("must be a text, a number, true, false or null");
    }
    return SingleLine.of(node.asText(""), CELL_CHARACTERS);
  }
}
