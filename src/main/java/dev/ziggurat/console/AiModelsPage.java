package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.models.AiModels;
import dev.ziggurat.models.AiModelsResource;
import dev.ziggurat.models.ListedModel;
import dev.ziggurat.models.ModelsResource;
import dev.ziggurat.models.PastVersion;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** The models in use: the chain, the choice per provider, and the history of choices. */
@Path("/console/ai-models")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class AiModelsPage {

  private static final LimitParam LISTED = new LimitParam(100);
  private static final LimitParam PAST = new LimitParam(10);

  /** Max pages of the catalogue. */
  private static final int MAX_PAGES = 12;

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance aiModels(
        PageLayout frame,
        AiModels models,
        List<ProviderChoice> chain,
        List<ListedModel> catalogue,
        Page<PastVersion> history);
  }

  private final PageLayouts frames;
  private final AiModelsResource models;
  private final ModelsResource catalogue;

  AiModelsPage(PageLayouts frames, AiModelsResource models, ModelsResource catalogue) {
    this.frames = frames;
    this.models = models;
    this.catalogue = catalogue;
  }

  /** Renders the page. */
  @GET
  public TemplateInstance get(@RestQuery Optional<String> before) {
    var data = models.get().data();
    var listed = catalogue();
    return Templates.aiModels(
        frames.of("AI Models").alive(),
        data,
        ProviderChoice.all(data, listed),
        listed,
        models.history(PAST, before));
  }

  private List<ListedModel> catalogue() {
    var all = new ArrayList<ListedModel>();
    var cursor = Optional.<String>empty();
    for (var pages = 0; pages < MAX_PAGES; pages++) {
      var page = catalogue.list(LISTED, cursor);
      all.addAll(page.items());
      cursor = page.next();
      if (cursor.isEmpty()) {
        break;
      }
    }
    return List.copyOf(all);
  }
}
