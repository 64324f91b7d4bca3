package dev.ziggurat.console;

import dev.ziggurat.http.LimitParam;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.models.ListedModel;
import dev.ziggurat.models.ModelsResource;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The model names that form fields suggest. */
@Singleton
class KnownModels {

  private static final LimitParam AT_ONCE = new LimitParam(100);
  private static final int MOST = 1_000;

  private final ModelsResource models;

  KnownModels(ModelsResource models) {
    this.models = models;
  }

  /** The distinct names of all available models that chat, in the order of the chain. */
  List<String> names() {
    var all = new ArrayList<ListedModel>();
    var cursor = Optional.<String>empty();
    do {
      var page = models.list(Optional.empty(), Optional.empty(), AT_ONCE, cursor);
      all.addAll(page.items());
      cursor = page.next();
    } while (cursor.isPresent() && all.size() < MOST);
    return all.stream()
        .filter(ListedModel::answers)
        .filter(KnownModels::chats)
        .map(ListedModel::id)
        .distinct()
        .toList();
  }

  private static boolean chats(ListedModel model) {
    return !model.can().contains(Capability.EMBEDDINGS.name());
  }
}
