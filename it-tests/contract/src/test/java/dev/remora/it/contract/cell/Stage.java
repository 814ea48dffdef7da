package dev.remora.it.contract.cell;

import dev.remora.it.app.Answer;
import dev.remora.it.app.Command;
import dev.remora.it.app.Json;
import dev.remora.it.app.Outcome;
import dev.remora.it.app.Request;
import dev.remora.it.contract.endpoint.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** One cell with its two applications, each in its world. */
public final class Stage implements AutoCloseable {
  private static final int SETTLE_MS = 150;

  private final Cell cell;
  private final Slot slot;
  private final Path folder;
  private App with;
  private App without;

  /** Starts both applications; {@code folder} gets their logs. */
  public Stage(Cell cell, Slot slot, Path folder) throws IOException {
    this.cell = cell;
    this.slot = slot;
    this.folder = Files.createDirectories(folder);
    start();
  }

  /** The cell. */
  public Cell cell() {
    return cell;
  }

  /** Whether one of the applications has an agent. */
  public boolean hasAgent() {
    return slot.hasAgent();
  }

  /** Whether the cell has a capability. Nobody has any without an agent. */
  public boolean can(Capability capability) {
    return slot.hasAgent() && cell.inability(capability) == null;
  }

  /** What {@code status} shows of the agent now. */
  public Status status() throws IOException, InterruptedException {
    Command command = new Command();
    command.console = "status";
    String text = with.run(command).console;
    return new Status(text == null ? "" : text);
  }

  /** Edits the settings of a service of a single case, until the application is started anew. */
  public void configure(String service, String settings) throws IOException {
    slot.writeSettings(settings(), Map.of(service, settings));
  }

  private Path settings() {
    return folder.resolve("remora.yaml");
  }

  /** The application with the agent. */
  public App with() {
    return with;
  }

  /** The application without the agent. */
  public App without() {
    return without;
  }

  /** Starts anew what a case has brought down, or left turning in circles. */
  public void mend() throws IOException {
    if (!with.alive() || !without.alive() || with.spins() || without.spins()) {
      close();
      start();
    }
  }

  /** Carries out a command, written as cases write it, in both worlds at once. */
  public Pair both(Command command) throws IOException, InterruptedException {
    CompletableFuture<Run> plain =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return run(command, without, slot.withoutAgent());
              } catch (IOException | InterruptedException e) {
                throw new CompletionException(e);
              }
            });
    try {
      Run woven = run(command, with, slot.withAgent());
      return new Pair(woven, plain.join());
    } finally {
      plain.handle((run, failure) -> run).join();
    }
  }

  /** Carries out a command with the agent alone. */
  public Run with(Command command) throws IOException, InterruptedException {
    return run(command, with, slot.withAgent());
  }

  /** Carries out a command without the agent alone. */
  public Run without(Command command) throws IOException, InterruptedException {
    return run(command, without, slot.withoutAgent());
  }

  @Override
  public void close() {
    with.close();
    without.close();
  }

  private void start() throws IOException {
    slot.writeSettings(settings(), Map.of());
    with = start("with-agent", slot.withAgent(), slot.agentOptions(settings()));
    without = start("without-agent", slot.withoutAgent(), List.of());
  }

  private App start(String name, World world, List<String> options) throws IOException {
    Path hosts = world.hosts(folder.resolve(name + ".hosts")).toAbsolutePath();
    return new App(
        App.jvm(slot.java(cell.jdk()), cell, hosts, options), folder.resolve(name + ".log"));
  }

  private Run run(Command template, App app, World world) throws IOException, InterruptedException {
    Command command = Json.read(world.expand(Json.write(template)), Command.class);
    command.options.variant = cell.variant();
    if (command.options.trustStore != null) {
      command.options.trustStore = slot.trustStore().toAbsolutePath().toString();
    }
    world.recorder().clear();
    Answer answer = app.run(command);
    if (answer.broken != null) {
      throw new AssertionError(
          unsupported(answer.broken, "the client cannot be built:\n" + answer.broken.trace));
    }
    for (Outcome outcome : answer.outcomes) {
      if (outcome.unsupported != null) {
        throw new AssertionError(unsupported(outcome, ""));
      }
    }
    if (command.requests.stream().anyMatch(Stage::mayGoOn)
        || answer.outcomes.stream().anyMatch(outcome -> outcome.reply == null)) {
      Thread.sleep(SETTLE_MS);
    }
    boolean ordered = command.threads == 1;
    return new Run(world, world.recorder().drain(), answer, ordered);
  }

  /** Whether the request may still be on its way when its caller has given up. */
  private static boolean mayGoOn(Request request) {
    return request.interrupted || request.interruptAfterMs > 0 || request.cancelAfterMs > 0;
  }

  private static String unsupported(Outcome outcome, String otherwise) {
    return outcome.unsupported == null
        ? otherwise
        : "the driver says: \""
            + outcome.unsupported
            + "\"; declare the case with this reason under exceptions in contract.yaml";
  }
}
