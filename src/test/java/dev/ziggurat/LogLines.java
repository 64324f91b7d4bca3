package dev.ziggurat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** The messages that are logged while it is open, without traces. */
public final class LogLines implements AutoCloseable {

  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final Logger root = Logger.getLogger("");

  private final Handler handler =
      new Handler() {
        private final PatternFormatter message = new PatternFormatter("%s");

        @Override
        public void publish(LogRecord line) {
          messages.add(message.format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  /** Begins to listen. */
  public LogLines() {
    root.addHandler(handler);
  }

  /** What was logged so far. */
  public List<String> messages() {
    return messages;
  }

  @Override
  public void close() {
    root.removeHandler(handler);
  }
}
