package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.webhooks.DeliveryView;
import dev.ziggurat.webhooks.WebhookDeliveriesResource;
import dev.ziggurat.webhooks.WebhookEventType;
import dev.ziggurat.webhooks.WebhookView;
import dev.ziggurat.webhooks.WebhooksResource;
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
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Lists, makes, edits, tries and removes webhooks, and lists the deliveries to one. */
@Path("/console/webhooks")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class WebhooksPage {

  private static final LimitParam ALL = new LimitParam(100);
  private static final LimitParam SHOWN = new LimitParam(50);

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance webhooks(
        PageLayout frame, List<WebhookView> webhooks, List<String> events);

    static native TemplateInstance webhookDeliveries(
        PageLayout frame,
        WebhookView webhook,
        ListAddress list,
        Page<DeliveryView> deliveries,
        boolean older);
  }

  private final PageLayouts frames;
  private final WebhooksResource webhooks;
  private final WebhookDeliveriesResource deliveries;

  WebhooksPage(
      PageLayouts frames, WebhooksResource webhooks, WebhookDeliveriesResource deliveries) {
    this.frames = frames;
    this.webhooks = webhooks;
    this.deliveries = deliveries;
  }

  /** Renders the webhooks, oldest first. */
  @GET
  public TemplateInstance list() {
    return Templates.webhooks(
        frames.of("Webhooks"),
        webhooks.list(ALL, Optional.empty()).items(),
        WebhookEventType.ids());
  }

  /** Renders the deliveries to a webhook, newest first. */
  @GET
  @Path("/{webhook}")
  public TemplateInstance deliveries(
      @RestPath String webhook,
      @RestQuery Optional<String> state,
      @RestQuery Optional<String> cursor) {
    var view = webhooks.get(webhook);
    return Templates.webhookDeliveries(
        frames.of("Deliveries"),
        view,
        ListAddress.of("/console/webhooks/" + view.id()).filter("state", state),
        deliveries.list(webhook, state, SHOWN, cursor),
        cursor.isPresent());
  }
}
