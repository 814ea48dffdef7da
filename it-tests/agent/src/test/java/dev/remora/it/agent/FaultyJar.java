package dev.remora.it.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Copies the shipped jar with one method in it made to throw in its first instruction. */
final class FaultyJar {
  private FaultyJar() {}

  /**
   * Writes the copy.
   *
   * @param type binary name of the class
   * @param method name of the method; {@code <init>} is not possible
   * @throws IOException if the jar has no such method: the fault would test nothing
   */
  static void write(Path target, String type, String method) throws IOException {
    boolean[] found = {false};
    try (JarFile jar = new JarFile(Environment.agentJar().toFile());
        JarOutputStream out = new JarOutputStream(java.nio.file.Files.newOutputStream(target))) {
      String path = type.replace('.', '/');
      for (JarEntry entry : Collections.list(jar.entries())) {
        out.putNextEntry(new JarEntry(entry.getName()));
        try (InputStream in = jar.getInputStream(entry)) {
          byte[] bytes = in.readAllBytes();
          boolean hit =
              entry.getName().equals(path + ".class")
                  || entry.getName().equals("isolated/" + path + ".classdata");
          out.write(hit ? withFault(bytes, method, found) : bytes);
        }
        out.closeEntry();
      }
    }
    if (!found[0]) {
      throw new IOException("the agent has no " + type + "#" + method);
    }
  }

  private static byte[] withFault(byte[] bytes, String method, boolean[] found) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            if (!name.equals(method) || (access & Opcodes.ACC_ABSTRACT) != 0) {
              return next;
            }
            found[0] = true;
            return new MethodVisitor(Opcodes.ASM9, next) {
              @Override
              public void visitCode() {
                super.visitCode();
                // A throw that needs no new stack map frame, from the JDK alone.
                visitInsn(Opcodes.ACONST_NULL);
                visitLdcInsn("injected fault");
                visitMethodInsn(
                    Opcodes.INVOKESTATIC,
                    "java/util/Objects",
                    "requireNonNull",
                    "(Ljava/lang/Object;Ljava/lang/String;)Ljava/lang/Object;",
                    false);
                visitInsn(Opcodes.POP);
              }
            };
          }
        },
        0);
    return writer.toByteArray();
  }
}
