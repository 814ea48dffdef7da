package dev.remora.it.app;

import java.util.ArrayList;
import java.util.List;

/** One line from the test: a client's set-up and the requests to make with it, one by one. */
public final class Command {
  public int id;
  public Options options = new Options();
  public List<Request> requests = new ArrayList<>();

  /** So many threads at once make all the requests. */
  public int threads = 1;

  /**
   * Each thread makes all the requests so often. {@code {n}} in a URL is the number of the round.
   */
  public int repeat = 1;

  /** In place of requests: what the operator tells the agent in this JVM, for example status. */
  public String console;
}
