package dev.ziggurat.benchmark;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What another process's JVM counts and records, read through its management interface. */
public final class JvmMeter implements AutoCloseable {

  private static final String DIAGNOSTICS = "com.sun.management:type=DiagnosticCommand";
  private static final String TEXTS = String[].class.getName();

  private final JMXConnector connector;
  private final MBeanServerConnection server;
  private final ThreadMXBean threads;

  private JvmMeter(JMXConnector connector) throws IOException {
    this.connector = connector;
    this.server = connector.getMBeanServerConnection();
    this.threads =
        ManagementFactory.newPlatformMXBeanProxy(
            server, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
  }

  /**
   * Of a process of the same user.
   *
   * @throws IOException if its JVM does not answer
   */
  public static JvmMeter of(ProcessHandle process) throws IOException {
    try {
      var machine = VirtualMachine.attach(Long.toString(process.pid()));
      try {
        return new JvmMeter(
            JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException refused) {
      throw new IOException(refused);
    }
  }

  /** Bytes that all threads, also ended ones, have allocated so far. */
  public long allocatedBytes() {
    return threads.getTotalThreadAllocatedBytes();
  }

  /** The most bytes of heap that were in use after a collection since the start, summed by pool. */
  public long liveBytes() throws IOException {
    var most = 0L;
    for (var name : server.queryNames(pools(), null)) {
      var pool =
          ManagementFactory.newPlatformMXBeanProxy(server, name.toString(), MemoryPoolMXBean.class);
      if (pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null) {
        most += pool.getCollectionUsage().getUsed();
      }
    }
    return most;
  }

  private static ObjectName pools() throws IOException {
    try {
      return new ObjectName(ManagementFactory.MEMORY_POOL_MXBEAN_DOMAIN_TYPE + ",*");
    } catch (JMException malformed) {
      throw new IOException(malformed);
    }
  }

  /** Begins a flight recording with these settings. */
  public void record(Path settings) throws IOException {
    diagnose("jfrStart", "name=phases", "settings=" + settings.toAbsolutePath());
  }

  /** Ends the recording and writes it here. */
  public void recorded(Path file) throws IOException {
    diagnose("jfrStop", "name=phases", "filename=" + file.toAbsolutePath());
  }

  private void diagnose(String command, String... arguments) throws IOException {
    try {
      server.invoke(
          new ObjectName(DIAGNOSTICS), command, new Object[] {arguments}, new String[] {TEXTS});
    } catch (JMException failed) {
      throw new IOException(failed);
    }
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
