package dev.remora.it.app;

import java.util.ArrayList;
import java.util.List;

/** One line to the test: how a command's requests ended, in the order they ended. */
public final class Answer {
  public int id;
  public List<Outcome> outcomes = new ArrayList<>();

  /** What the agent in this JVM told the operator; null: there is none, or nobody asked. */
  public String console;

  /** Why the client could not even be built, or null. */
  public Outcome broken;
}
