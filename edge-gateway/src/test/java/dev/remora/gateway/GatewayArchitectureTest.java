package dev.remora.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom. */
class GatewayArchitectureTest {
  private static final String ROOT = "dev.remora.gateway";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void anExchangeKnowsNothingOfWhoServesIt() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".exchange..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + ".proxy..",
            ROOT + ".filter..",
            ROOT + ".route..",
            ROOT + ".auth..",
            ROOT + ".admin..")
        .check(CLASSES);
  }

  @Test
  void filtersKnowNothingOfHowRequestsAreForwarded() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".filter..", ROOT + ".auth..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".proxy..", ROOT + ".admin..", ROOT + ".page..")
        .check(CLASSES);
  }

  @Test
  void onlyTheEntryPrintsAndEndsTheProcess() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT, ROOT + ".cli..")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(CLASSES);
  }

  @Test
  void thereIsSomethingToCheck() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .contains(ROOT, ROOT + ".exchange", ROOT + ".proxy", ROOT + ".route", ROOT + ".filter");
  }
}
