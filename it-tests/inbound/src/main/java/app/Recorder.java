package app;

import dev.remora.bootstrap.Call;
import dev.remora.bootstrap.Inbound;
import dev.remora.bootstrap.Request;
import dev.remora.bootstrap.Router;
import dev.remora.bootstrap.Serving;
import java.util.ArrayList;
import java.util.List;

/** Stands behind the door in place of the agent, and records what the woven servers tell it. */
public final class Recorder implements Router {
  private final List<Record> records = new ArrayList<>();
  private int faults;

  @Override
  public Call route(String host, Request request) {
    return null;
  }

  @Override
  public synchronized Serving received(Inbound request) {
    if (request.target().startsWith("/unserved")) {
      return null;
    }
    Record record = new Record("context-" + request.header("x-request"), request);
    records.add(record);
    return record;
  }

  @Override
  public synchronized void fault(Throwable error) {
    faults++;
    error.printStackTrace();
  }

  /** A line of each request until now. */
  synchronized List<String> report() {
    List<String> lines = new ArrayList<>();
    for (Record record : records) {
      lines.add(record.toString());
    }
    if (faults > 0) {
      lines.add("faults " + faults);
    }
    return lines;
  }

  private static final class Record extends Serving {
    private final String context;
    private final String request;
    private int ends;
    private String end = "";

    Record(String context, Inbound request) {
      this.context = context;
      this.request =
          request.method()
              + " "
              + request.target()
              + " "
              + request.scheme()
              + " "
              + request.serverAddress()
              + ":"
              + (request.serverPort() > 0 ? "port" : "none")
              + " "
              + request.peerAddress()
              + ":"
              + (request.peerPort() > 0 ? "port" : "none")
              + " "
              + request.protocol();
    }

    @Override
    public Object context() {
      return context;
    }

    @Override
    protected synchronized void ended(int status, String route, Throwable failure) {
      ends++;
      end = status + " " + route + " " + (failure == null ? null : failure.getClass().getName());
    }

    @Override
    public synchronized String toString() {
      return context + "|" + request + "|" + ends + "|" + end;
    }
  }
}
