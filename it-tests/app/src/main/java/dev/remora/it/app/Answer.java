package dev.remora.it.app;

import java.util.ArrayList;
import java.util.List;

/** One line to the test: how a command's requests ended, in the order they ended. */
public final class Answer {
  public int id;
  public List<Outcome> outcomes = new ArrayList<>();

  /** Why the client could not even be built, or null. */
  public Outcome broken;
}
