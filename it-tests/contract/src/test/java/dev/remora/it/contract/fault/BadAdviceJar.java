package dev.remora.it.contract.fault;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A copy of the shipped jar in which every advice throws in its first instructions, having said its
 * name on standard error.
 */
public final class BadAdviceJar {
  /** Begins the line that an advice prints before it throws. */
  public static final String MARK = "bad advice ";

  private static final List<String> ADVICE =
      List.of(
          "Lnet/bytebuddy/asm/Advice$OnMethodEnter;", "Lnet/bytebuddy/asm/Advice$OnMethodExit;");

  private final Map<String, Boolean> suppressing = new TreeMap<>();

  private BadAdviceJar() {}

  /** Writes the copy. */
  public static BadAdviceJar write(Path agent, Path target) throws IOException {
    BadAdviceJar bad = new BadAdviceJar();
    try (JarFile jar = new JarFile(agent.toFile());
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(target))) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        out.putNextEntry(new JarEntry(entry.getName()));
        try (InputStream in = jar.getInputStream(entry)) {
          byte[] bytes = in.readAllBytes();
          boolean integration = entry.getName().startsWith("isolated/dev/remora/instrumentation/");
          out.write(
              integration && entry.getName().endsWith("Advice.classdata")
                  ? bad.spoil(bytes)
                  : bytes);
        }
        out.closeEntry();
      }
    }
    return bad;
  }

  /**
   * Every advice method, {@code Class.method}, and whether it suppresses whatever is thrown in it.
   */
  public Map<String, Boolean> suppressing() {
    return suppressing;
  }

  private byte[] spoil(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    String type = reader.getClassName().replaceFirst(".*/", "");
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            return new Spoiler(next, type + "." + name);
          }
        },
        0);
    return writer.toByteArray();
  }

  private final class Spoiler extends MethodVisitor {
    private final String name;
    private boolean advice;

    Spoiler(MethodVisitor next, String name) {
      super(Opcodes.ASM9, next);
      this.name = name;
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      AnnotationVisitor next = super.visitAnnotation(descriptor, visible);
      if (!ADVICE.contains(descriptor)) {
        return next;
      }
      advice = true;
      suppressing.put(name, false);
      return new AnnotationVisitor(Opcodes.ASM9, next) {
        @Override
        public void visit(String key, Object value) {
          if (key.equals("suppress") && value.equals(Type.getType(Throwable.class))) {
            suppressing.put(name, true);
          }
          super.visit(key, value);
        }
      };
    }

    @Override
    public void visitCode() {
      super.visitCode();
      if (advice) {
        visitFieldInsn(Opcodes.GETSTATIC, "java/lang/System", "err", "Ljava/io/PrintStream;");
        visitLdcInsn(MARK + name);
        visitMethodInsn(
            Opcodes.INVOKEVIRTUAL,
            "java/io/PrintStream",
            "println",
            "(Ljava/lang/String;)V",
            false);
        // A throw that needs no new stack map frame.
        visitInsn(Opcodes.ACONST_NULL);
        visitMethodInsn(
            Opcodes.INVOKESTATIC,
            "java/util/Objects",
            "requireNonNull",
            "(Ljava/lang/Object;)Ljava/lang/Object;",
            false);
        visitInsn(Opcodes.POP);
      }
    }
  }
}
