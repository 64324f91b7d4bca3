package dev.ziggurat.console;

import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateInstance;

/**
 * A part of a page that a world adds.
 *
 * @param id of its outermost element, by which it is renewed with the page
 * @param html the element
 */
public record PagePart(String id, RawString html) {

  /** The part that a template draws. */
  public static PagePart of(String id, TemplateInstance template) {
    return new PagePart(id, new RawString(template.render()));
  }
}
