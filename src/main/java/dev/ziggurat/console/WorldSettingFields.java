package dev.ziggurat.console;

import dev.ziggurat.games.WorldsResource.WorldView;
import io.quarkus.qute.TemplateExtension;
import java.util.List;

/** The form of what a new game can be founded with. */
@TemplateExtension
final class WorldSettingFields {

  private WorldSettingFields() {}

  /** A field for each setting of the world. */
  static List<SchemaField> settingFields(WorldView world) {
    return SchemaField.of(world.settings());
  }
}
