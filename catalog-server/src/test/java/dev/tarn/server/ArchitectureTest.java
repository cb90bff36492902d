package dev.tarn.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/** The module rules of docs/architecture.md. */
final class ArchitectureTest {
  private static final JavaClasses TARN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.tarn");

  @Test
  void theCoreNeedsNothingButTheJdkJspecifyAndSlf4j() {
    classes()
        .that()
        .resideInAPackage("dev.tarn.core..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                "dev.tarn.core..", "java..", "javax.crypto..", "org.jspecify..", "org.slf4j.."))
        .check(TARN);
  }

  @Test
  void adaptersDoNotKnowEachOther() {
    String[] adapters = {
      "dev.tarn.iceberg..",
      "dev.tarn.cloud..",
      "dev.tarn.lucene..",
      "dev.tarn.embeddings..",
      "dev.tarn.rest..",
      "dev.tarn.governance..",
      "dev.tarn.connectors.."
    };
    for (String adapter : adapters) {
      for (String other : adapters) {
        if (!adapter.equals(other)) {
          noClasses()
              .that()
              .resideInAPackage(adapter)
              .should()
              .dependOnClassesThat(resideInAPackage(other))
              .check(TARN);
        }
      }
    }
  }

  @Test
  void onlyTheServerKnowsAll() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.tarn.server..")
        .should()
        .dependOnClassesThat(resideInAPackage("dev.tarn.server.."))
        .check(TARN);
  }

  @Test
  void packagesHaveNoCycles() {
    for (String module : new String[] {"iceberg", "lucene", "rest", "json"}) {
      SlicesRuleDefinition.slices()
          .matching("dev.tarn." + module + ".(*)..")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true)
          .check(TARN);
    }
  }

  @Test
  void everyPackageIsNullMarked() {
    classes()
        .should(
            new ArchCondition<>("be in a package that is @NullMarked") {
              @Override
              public void check(JavaClass item, ConditionEvents events) {
                boolean marked =
                    item.getPackage()
                        .tryGetPackageInfo()
                        .filter(info -> info.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
                        .isPresent();
                if (!marked) {
                  events.add(
                      SimpleConditionEvent.violated(
                          item, item.getPackageName() + " is not @NullMarked"));
                }
              }
            })
        .check(TARN);
  }
}
