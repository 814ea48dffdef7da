package dev.remora.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom. */
class ArchitectureTest {
  private static final String ROOT = "dev.remora.core";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void layersKnowOnlyThoseBelow() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("log")
        .definedBy(ROOT + ".log")
        .layer("concurrent")
        .definedBy(ROOT + ".concurrent")
        .optionalLayer("transport")
        .definedBy(ROOT + ".transport..")
        .layer("config")
        .definedBy(ROOT + ".config..")
        .layer("discovery")
        .definedBy(ROOT + ".discovery..")
        .layer("routing")
        .definedBy(ROOT + ".routing..")
        .layer("balancing")
        .definedBy(ROOT + ".balancing..")
        .layer("resilience")
        .definedBy(ROOT + ".resilience..")
        .layer("security")
        .definedBy(ROOT + ".security..")
        .layer("telemetry")
        .definedBy(ROOT + ".telemetry..")
        .layer("mesh")
        .definedBy(ROOT)
        .whereLayer("mesh")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("telemetry")
        .mayOnlyBeAccessedByLayers("mesh")
        .whereLayer("security")
        .mayOnlyBeAccessedByLayers("mesh")
        .whereLayer("resilience")
        .mayOnlyBeAccessedByLayers("mesh", "security")
        .whereLayer("balancing")
        .mayOnlyBeAccessedByLayers("mesh", "security", "resilience")
        .whereLayer("routing")
        .mayOnlyBeAccessedByLayers("mesh", "telemetry", "security", "resilience", "balancing")
        .whereLayer("discovery")
        .mayOnlyBeAccessedByLayers("mesh", "security", "resilience", "balancing", "routing")
        .whereLayer("config")
        .mayOnlyBeAccessedByLayers(
            "mesh", "security", "resilience", "balancing", "routing", "discovery")
        .whereLayer("log")
        .mayNotAccessAnyLayer()
        .whereLayer("concurrent")
        .mayOnlyAccessLayers("log")
        .whereLayer("transport")
        .mayOnlyAccessLayers("log", "concurrent")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void nothingTouchesWhatBelongsToTheApplication() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "net.bytebuddy..",
            "java.util.logging..",
            "java.net.http..",
            "java.lang.management..",
            "javax.management..")
        .check(CLASSES);
    noClasses().should().callMethod(System.class, "exit", int.class).check(CLASSES);
    noClasses().should().callMethod(Runtime.class, "exit", int.class).check(CLASSES);
    noClasses().should().callMethod(Runtime.class, "halt", int.class).check(CLASSES);
    noClasses().should().accessField(System.class, "out").check(CLASSES);
    noClasses().should().callMethod(Throwable.class, "printStackTrace").check(CLASSES);
  }

  /**
   * All but the registries of the network and their transport run, or are loaded, before the
   * application's main.
   */
  @Test
  void theStartPathReadsFilesByJavaIoAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + ".transport..",
            ROOT + ".discovery.consul..",
            ROOT + ".discovery.dns..",
            ROOT + ".discovery.eureka..",
            ROOT + ".discovery.remote..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.nio.channels..")
        .check(CLASSES);
  }

  @Test
  void oneClassAloneKnowsTheYamlParser() {
    noClasses()
        .that(not(type(dev.remora.core.config.Yaml.class)))
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.snakeyaml.."))
        .check(CLASSES);
  }

  @Test
  void thereIsSomethingToCheck() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .contains(ROOT, ROOT + ".config", ROOT + ".discovery.file", ROOT + ".routing");
  }
}
