package dev.ziggurat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.world.SingleLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Texts that try to be more than talk: instructions, forged lines of briefings, markup, formulas,
 * hidden characters. All of them are harmless, and nearly all contain {@link #MARK}, by which they
 * are found wherever they come out.
 */
public final class InjectionCorpus {

  /** A word that stands nowhere else. */
  public static final String MARK = "heron";

  private static final String FILE = "/injection-corpus.jsonl";

  /** What readers and models may take for the end of a line. */
  private static final Pattern LINE_ENDS = Pattern.compile("\\R");

  /** A text between quotation marks, with its escapes. */
  private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"");

  /** What begins lines that end with a text of somebody, without quotation marks. */
  private static final Pattern LABEL =
      Pattern.compile(
          "^(market \\S+ yes=\\S+ closes=\\S+ question: |closed \\S+ question: |news \\S+: "
              + "|refused last time: |Your character: ).*");

  private static final Pattern FENCED = Pattern.compile("(?m)^<<<\n[\\s\\S]*?\n>>>$");

  private InjectionCorpus() {}

  /** Every text, in the order of the file. */
  public static List<String> texts() {
    try (var file = InjectionCorpus.class.getResourceAsStream(FILE)) {
      var texts = new ArrayList<String>();
      var rows = new ObjectMapper().readerFor(JsonNode.class).<JsonNode>readValues(file);
      rows.forEachRemaining(
          row -> texts.add(row.path("text").textValue().repeat(row.path("times").asInt(1))));
      return List.copyOf(texts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A harmless text that is as long once it was cleaned. */
  public static String twin(String text) {
    var line = SingleLine.of(text);
    return "x".repeat(line.codePointCount(0, line.length()));
  }

  /**
   * What is left of a prompt without the texts of others: its lines, the texts between quotation
   * marks and after our labels taken out.
   */
  public static List<String> structure(String prompt) {
    return LINE_ENDS
        .splitAsStream(prompt)
        .map(line -> LABEL.matcher(line).replaceFirst("$1"))
        .map(line -> QUOTED.matcher(line).replaceAll("\"\""))
        .toList();
  }

  /** The same of a prompt in which whole blocks of somebody stand between fences. */
  public static List<String> structureOutsideFences(String prompt) {
    return structure(FENCED.matcher(prompt).replaceAll("<<<\n>>>"));
  }
}
