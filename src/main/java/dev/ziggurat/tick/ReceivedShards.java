package dev.ziggurat.tick;

import java.time.Instant;
import java.util.List;

/**
 * Does what messages of a {@link ShardQueue} ask for that were handed to this process, by a queue
 * that waits for the answer.
 */
public interface ReceivedShards {

  /**
   * A message.
   *
   * @param id names it in the answer
   * @param receipt by which the queue knows that this process has it
   * @param text what was sent
   */
  record Message(String id, String receipt, String text) {}

  /**
   * Does what they ask for, several at once.
   *
   * @param until when this process may have to stand still; turns that would begin later are left
   * @return the ids of those that are not done: they must come again
   */
  List<String> run(List<Message> messages, Instant until);
}
