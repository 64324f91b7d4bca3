package dev.ziggurat.benchmark;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** How much memory another JVM of this user has allocated, asked through its management agent. */
public final class Allocations implements AutoCloseable {

  private final JMXConnector connector;
  private final ThreadMXBean threads;

  private Allocations(JMXConnector connector) throws IOException {
    this.connector = connector;
    this.threads =
        ManagementFactory.newPlatformMXBeanProxy(
            connector.getMBeanServerConnection(),
            ManagementFactory.THREAD_MXBEAN_NAME,
            ThreadMXBean.class);
  }

  /** Starts the management agent of this process, if it has none yet. */
  public static Allocations of(ProcessHandle process)
      throws IOException, AttachNotSupportedException {
    var machine = VirtualMachine.attach(Long.toString(process.pid()));
    try {
      var address = new JMXServiceURL(machine.startLocalManagementAgent());
      return new Allocations(JMXConnectorFactory.connect(address));
    } finally {
      machine.detach();
    }
  }

  /** In bytes, by all threads since the start; virtual ones allocate on those that carry them. */
  public long bytes() {
    return threads.getTotalThreadAllocatedBytes();
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
