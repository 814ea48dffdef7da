package dev.remora.it.contract.cases;

import dev.remora.it.contract.cell.Cell;
import dev.remora.it.contract.cell.Stage;
import dev.remora.it.contract.endpoint.OwnService;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** All cases, in the order in which they are run. */
public final class Catalog {
  private static final List<Entry> ENTRIES = new ArrayList<>();

  static {
    add(Targets.class, Targets::new);
    add(Names.class, Names::new);
    add(Methods.class, Methods::new);
    add(Responses.class, Responses::new);
    add(Bodies.class, Bodies::new);
    add(Redirects.class, Redirects::new);
    add(Cookies.class, Cookies::new);
    add(Pooling.class, Pooling::new);
    add(Tls.class, Tls::new);
    add(Proxies.class, Proxies::new);
    add(Timeouts.class, Timeouts::new);
    add(Cancelling.class, Cancelling::new);
    add(Faults.class, Faults::new);
    add(Failover.class, Failover::new);
    add(Outcomes.class, Outcomes::new);
    add(Retries.class, Retries::new);
    add(Hedging.class, Hedging::new);
    add(Limits.class, Limits::new);
    add(Listeners.class, Listeners::new);
    add(Http2.class, Http2::new);
    add(Concurrency.class, Concurrency::new);
    add(Processes.class, Processes::new);
  }

  private Catalog() {}

  /** Names of all cases. */
  public static Set<String> names() {
    Set<String> names = new TreeSet<>();
    ENTRIES.forEach(entry -> names.add(entry.name()));
    return names;
  }

  /** The services that cases have for themselves. */
  public static List<OwnService> services() {
    return ENTRIES.stream()
        .map(entry -> entry.method().getAnnotation(Case.class))
        .filter(it -> !it.settings().equals(Case.NONE))
        .map(it -> new OwnService(it.value(), it.settings(), it.silent()))
        .toList();
  }

  /** The cases that are about a cell's protocol. */
  public static List<Entry> of(Cell cell) {
    return ENTRIES.stream().filter(entry -> entry.isAbout(cell)).toList();
  }

  private static void add(Class<? extends Group> type, Function<Stage, Group> factory) {
    Stream.of(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Case.class))
        .sorted(Comparator.comparing(method -> method.getAnnotation(Case.class).value()))
        .forEach(method -> ENTRIES.add(new Entry(method, factory)));
  }

  /** One case. */
  public record Entry(Method method, Function<Stage, Group> factory) {
    /** Its name. */
    public String name() {
      return method.getAnnotation(Case.class).value();
    }

    boolean isAbout(Cell cell) {
      return switch (method.getAnnotation(Case.class).on()) {
        case ANY -> true;
        case HTTP_1 -> !cell.http2();
        case HTTP_2 -> cell.http2();
      };
    }

    /** Runs it. */
    public void run(Stage stage) throws Throwable {
      try {
        method.setAccessible(true);
        Group group = factory.apply(stage);
        group.begin(name());
        method.invoke(group);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }
}
