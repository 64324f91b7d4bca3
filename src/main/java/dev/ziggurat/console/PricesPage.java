package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.models.prices.PriceSync;
import dev.ziggurat.models.prices.PriceSyncsResource;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;

/** Prices from a price list: the difference, to be confirmed. */
@Path("/console/ai-models/prices")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class PricesPage {

  private static final int ID_CHARACTERS = 36;

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance prices(
        PageLayout frame, Optional<PriceSync> sync, String problem);
  }

  private final PageLayouts frames;
  private final PriceSyncsResource syncs;

  PricesPage(PageLayouts frames, PriceSyncsResource syncs) {
    this.frames = frames;
    this.syncs = syncs;
  }

  /** Renders the forms, and a difference if one is asked for. */
  @GET
  public TemplateInstance get(@RestQuery Optional<String> sync) {
    var frame = frames.of("Prices from a list");
    try {
      return Templates.prices(frame, sync.flatMap(PricesPage::id).map(syncs::get), "");
    } catch (NotFoundException gone) {
      return Templates.prices(
          frame,
          Optional.empty(),
          "This difference was confirmed or has expired. Compare the price list again.");
    }
  }

  private static Optional<UUID> id(String text) {
    try {
      return text.length() == ID_CHARACTERS ? Optional.of(UUID.fromString(text)) : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
