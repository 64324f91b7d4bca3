package dev.ziggurat.console;

import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateInstance;

/**
 * A part of a page that a world adds.
 *
 * @param id of its root element, used for updates
 * @param html the element
 */
public record PagePart(String id, RawString html) {

  /** Renders a template as a part. */
  public static PagePart of(String id, TemplateInstance template) {
    return new PagePart(id, new RawString(template.render()));
  }
}
