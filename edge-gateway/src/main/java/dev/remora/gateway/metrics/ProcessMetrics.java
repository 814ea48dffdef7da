package dev.remora.gateway.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** What the process and its JVM take, by the names that Prometheus' and OpenTelemetry's have. */
final class ProcessMetrics implements Consumer<Exposition> {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  @Override
  public void accept(Exposition to) {
    process(to);
    memory(to);
    to.counter("jvm_gc_collections", "Garbage collections.");
    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
      to.total(Labels.of("jvm_gc_name", gc.getName()), Math.max(0, gc.getCollectionCount()));
    }
    to.counter("jvm_gc_collection_seconds", "Time that garbage collections took.");
    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
      to.total(Labels.of("jvm_gc_name", gc.getName()), Math.max(0, gc.getCollectionTime()) / 1e3);
    }
    to.gauge("jvm_threads_current", "Threads of the JVM.");
    to.value(Labels.NONE, ManagementFactory.getThreadMXBean().getThreadCount());
    to.gauge("jvm_classes_currently_loaded", "Classes that are loaded.");
    to.value(Labels.NONE, ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
  }

  private static void process(Exposition to) {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      to.counter("process_cpu_seconds", "CPU time of the process.");
      to.total(Labels.NONE, system.getProcessCpuTime() / 1e9);
      to.gauge("process_open_fds", "Open file descriptors.");
      to.value(Labels.NONE, system.getOpenFileDescriptorCount());
      to.gauge("process_max_fds", "The most file descriptors that may be open.");
      to.value(Labels.NONE, system.getMaxFileDescriptorCount());
    }
    to.gauge("process_start_time_seconds", "When the process began, since 1970.");
    to.value(Labels.NONE, ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
    long resident = resident();
    if (resident >= 0) {
      to.gauge("process_resident_memory_bytes", "Memory of the process that is resident.");
      to.value(Labels.NONE, resident);
    }
  }

  /** From Linux; -1 elsewhere. */
  private static long resident() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(RESIDENT)) {
          String kilobytes = line.substring(RESIDENT.length()).replace("kB", "").trim();
          return Long.parseLong(kilobytes) * 1024;
        }
      }
    } catch (IOException | NumberFormatException e) {
      // Not on this system.
    }
    return -1;
  }

  private static void memory(Exposition to) {
    to.gauge("jvm_memory_used_bytes", "Memory in use.");
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage usage = pool.getUsage();
      if (usage != null) {
        to.value(pool(pool), usage.getUsed());
      }
    }
    to.gauge("jvm_memory_committed_bytes", "Memory that is committed.");
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage usage = pool.getUsage();
      if (usage != null) {
        to.value(pool(pool), usage.getCommitted());
      }
    }
    to.gauge("jvm_buffer_memory_used_bytes", "Memory of buffers outside the heap.");
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      to.value(Labels.of("jvm_buffer_pool_name", pool.getName()), pool.getMemoryUsed());
    }
  }

  private static Labels pool(MemoryPoolMXBean pool) {
    return Labels.of(
        "jvm_memory_type",
        pool.getType().name().toLowerCase(Locale.ROOT),
        "jvm_memory_pool_name",
        pool.getName());
  }
}
