package dev.remora.javaagent.cli;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

/**
 * Another JVM of the same user on this machine, reached by the JDK's attach mechanism. By
 * reflection: the classes are in the module {@code jdk.attach}, on Java 8 in {@code tools.jar}, and
 * in a JRE they are missing.
 */
final class RemoteJvm implements Closeable {
  private final String pid;
  private final Class<?> type;
  private final Object machine;

  private RemoteJvm(String pid, Class<?> type, Object machine) {
    this.pid = pid;
    this.type = type;
    this.machine = machine;
  }

  static RemoteJvm attach(String pid) throws IOException {
    if (!pid.matches("[0-9]{1,10}")) {
      throw new IOException("'" + pid + "' is no process id: digits are expected");
    }
    Class<?> type = virtualMachineClass();
    try {
      return new RemoteJvm(pid, type, type.getMethod("attach", String.class).invoke(null, pid));
    } catch (InvocationTargetException e) {
      throw new IOException(
          "cannot attach to " + pid + ": " + e.getCause().getMessage(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IOException(e);
    }
  }

  /** Loads the agent with {@code options}; null is none. */
  void load(File jar, String options) throws IOException {
    try {
      type.getMethod("loadAgent", String.class, String.class)
          .invoke(machine, jar.getAbsolutePath(), options);
    } catch (InvocationTargetException e) {
      throw new IOException(
          "cannot load the agent into " + pid + ": " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IOException(e);
    }
  }

  /** Has the agent in that JVM run {@code command}; null when none is there. */
  String run(File jar, String command) throws IOException {
    Path reply = Files.createTempFile("remora-", ".reply");
    try {
      // Root may attach to anybody's JVM, which then has to be able to write its reply.
      Path process = Paths.get("/proc", pid);
      if (Files.exists(process) && !Files.getOwner(process).equals(Files.getOwner(reply))) {
        Files.setOwner(reply, Files.getOwner(process));
      }
      load(jar, "@" + command + " " + reply);
      byte[] bytes = Files.readAllBytes(reply);
      return bytes.length == 0 ? null : new String(bytes, StandardCharsets.UTF_8);
    } finally {
      Files.deleteIfExists(reply);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      type.getMethod("detach").invoke(machine);
    } catch (ReflectiveOperationException e) {
      throw new IOException(e);
    }
  }

  private static Class<?> virtualMachineClass() throws IOException {
    String name = "com.sun.tools.attach.VirtualMachine";
    try {
      return Class.forName(name, true, ClassLoader.getSystemClassLoader());
    } catch (ClassNotFoundException e) {
      File tools = new File(System.getProperty("java.home"), "../lib/tools.jar");
      if (!tools.isFile()) {
        throw new IOException(
            "attaching needs a JDK; this Java has no attach classes: "
                + System.getProperty("java.home"));
      }
      try {
        // Open for as long as this JVM lives: the classes in it are in use until then.
        return Class.forName(name, true, new URLClassLoader(new URL[] {tools.toURI().toURL()}));
      } catch (ClassNotFoundException missing) {
        throw new IOException(missing);
      }
    }
  }
}
