package dev.ziggurat.workers;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** An AMQP broker that lives as long as the application of a test, which gets it as a field. */
public class ArtemisResource implements QuarkusTestResourceLifecycleManager {

  private ArtemisBroker broker;

  @Override
  public Map<String, String> start() {
    try {
      broker = new ArtemisBroker();
      broker.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return Map.of(
        "ziggurat.workers.broker",
        "amqp",
        "amqp-host",
        "127.0.0.1",
        "amqp-port",
        Integer.toString(broker.port()));
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(broker, new TestInjector.MatchesType(ArtemisBroker.class));
  }

  @Override
  public void stop() {
    try {
      broker.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
