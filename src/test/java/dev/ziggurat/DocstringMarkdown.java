package dev.ziggurat;

import com.sun.source.doctree.AttributeTree;
import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EndElementTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.util.DocTrees;
import java.util.List;
import java.util.Optional;

/** Writes the description of a docstring as one paragraph of Markdown, fit for a table's cell. */
final class DocstringMarkdown {

  private DocstringMarkdown() {}

  static String of(DocCommentTree comment, DocTrees docs) {
    return text(comment.getFullBody(), docs).replaceAll("\\s+", " ").strip();
  }

  private static String text(List<? extends DocTree> parts, DocTrees docs) {
    var markdown = new StringBuilder();
    var address = "";
    for (var part : parts) {
      if (part instanceof EndElementTree end && end.getName().contentEquals("a")) {
        markdown.append("](").append(address).append(')');
        continue;
      }
      address = address(part).orElse(address);
      markdown.append(text(part, docs));
    }
    return markdown.toString();
  }

  private static Optional<String> address(DocTree part) {
    return part instanceof StartElementTree start
        ? start.getAttributes().stream()
            .filter(AttributeTree.class::isInstance)
            .map(AttributeTree.class::cast)
            .filter(attribute -> attribute.getName().contentEquals("href"))
            .map(attribute -> attribute.getValue().getFirst().toString())
            .findFirst()
        : Optional.empty();
  }

  private static String text(DocTree part, DocTrees docs) {
    return switch (part) {
      case TextTree text -> escaped(text.getBody());
      case LiteralTree code when code.getKind() == DocTree.Kind.CODE ->
          "`" + code.getBody().getBody().strip().replace("|", "\\|") + "`";
      case LiteralTree literal -> escaped(literal.getBody().getBody());
      case EntityTree entity -> escaped(docs.getCharacters(entity));
      case LinkTree link ->
          link.getLabel().isEmpty()
              ? "`" + link.getReference().getSignature() + "`"
              : text(link.getLabel(), docs);
      case StartElementTree start when start.getName().contentEquals("a") -> "[";
      // Paragraphs become one: a cell has no others.
      default -> " ";
    };
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}
