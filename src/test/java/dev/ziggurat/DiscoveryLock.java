package dev.ziggurat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherDiscoveryListener;
import org.junit.platform.launcher.LauncherDiscoveryRequest;

/**
 * Lets one process after the other look for its tests. Quarkus builds their applications then, and
 * bundles the console in one folder for all. Found by ServiceLoader.
 */
public final class DiscoveryLock implements LauncherDiscoveryListener {

  private static final Path FILE = Path.of("target", "discovery.lock");

  private @Nullable FileChannel held;

  @Override
  public void launcherDiscoveryStarted(LauncherDiscoveryRequest request) {
    try {
      held = FileChannel.open(FILE, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      held.lock();
    } catch (IOException unlockable) {
      throw new UncheckedIOException(unlockable);
    }
  }

  @Override
  public void launcherDiscoveryFinished(LauncherDiscoveryRequest request) {
    try {
      held.close();
    } catch (IOException unclosable) {
      throw new UncheckedIOException(unclosable);
    }
  }
}
