package dev.ziggurat.babylon.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.access.Roles;
import dev.ziggurat.babylon.Babylon;
import dev.ziggurat.babylon.GameSettings;
import dev.ziggurat.babylon.SettingsFormat;
import dev.ziggurat.babylon.store.PresentSettings;
import dev.ziggurat.console.PageLayout;
import dev.ziggurat.console.PageLayouts;
import dev.ziggurat.console.SchemaField;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestQuery;

/** The settings of a game: its theme, its markets and its resolver. */
@Path("/console/world-settings")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class SettingsPage {

  /**
   * A setting and its present value.
   *
   * @param changeable whether it can be changed once the game exists
   */
  public record Setting(SchemaField field, String value, boolean changeable) {}

  @CheckedTemplate(basePath = "babylon")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance settings(PageLayout frame, List<Setting> settings);
  }

  private final PageLayouts frames;
  private final PresentSettings settings;

  SettingsPage(PageLayouts frames, PresentSettings settings) {
    this.frames = frames;
    this.settings = settings;
  }

  /** Renders the settings; for admins as a form. */
  @GET
  public TemplateInstance get(@RestQuery Optional<String> game) {
    var frame = frames.ofWorld(Babylon.KIND, "Settings", game);
    return Templates.settings(
        frame,
        frame
            .game()
            .flatMap(shown -> settings.find(shown.id()))
            .map(SettingsPage::lines)
            .orElseGet(List::of));
  }

  private static List<Setting> lines(GameSettings present) {
    var values = SettingsFormat.whole(present);
    var changeable =
        SchemaField.of(SettingsFormat.changeSchema()).stream()
            .map(SchemaField::name)
            .collect(Collectors.toSet());
    return SchemaField.of(SettingsFormat.schema()).stream()
        .map(
            field ->
                new Setting(
                    field, text(values.path(field.name())), changeable.contains(field.name())))
        .toList();
  }

  private static String text(JsonNode value) {
    return value.isContainerNode() ? value.toPrettyString() : value.asText();
  }
}
