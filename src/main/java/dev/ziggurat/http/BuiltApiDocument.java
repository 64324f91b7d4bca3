package dev.ziggurat.http;

import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/**
 * Serves the OpenAPI document in profile prod as it was written into the package by the build.
 * Quarkus would parse and serialize it again, as JSON and as YAML, at each start: 0.4 s of CPU
 * time. Other profiles do that, because they may add the simulator's operations.
 */
@Alternative
@Priority(1)
@Singleton
class BuiltApiDocument extends OpenApiDocumentService {

  private static final Set<String> PROFILES_WITHOUT_SIMULATOR = Set.of("prod", "command");

  private final boolean asBuilt;

  BuiltApiDocument() {
    asBuilt = PROFILES_WITHOUT_SIMULATOR.containsAll(ConfigUtils.getProfiles());
    if (asBuilt && OpenApiConstants.classLoader == null) {
      // Quarkus looks for the document in this class loader, and prepares nothing if there is none.
      OpenApiConstants.classLoader = ClassLoader.getPlatformClassLoader();
    }
  }

  @Override
  public byte[] getDocument(String documentName, Format format) {
    if (!asBuilt) {
      return super.getDocument(documentName, format);
    }
    var name = OpenApiConstants.BASE_NAME + '.' + format;
    try (var built = Thread.currentThread().getContextClassLoader().getResourceAsStream(name)) {
      if (built == null) {
        throw new FileNotFoundException(name + " is missing from the package");
      }
      return built.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
