package io.tripline.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.Serializable;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the module table: who may import whom, and what nobody may do. */
final class ArchitectureTest {
  private static final String OURS = "io.tripline..";

  /** A module's package tree, and the trees of ours that it may import beside its own. */
  private record Module(String name, String tree, List<String> mayImport) {}

  private static final String DSL = "io.tripline.dsl..";
  private static final String ENGINE = "io.tripline.engine..";
  private static final String STATE = "io.tripline.state..";
  private static final String INGEST = "io.tripline.ingest..";
  private static final String REST = "io.tripline.rest..";
  private static final String EXAMPLES = "io.tripline.examples..";
  private static final String APP = "io.tripline.app..";

  private static final List<Module> MODULES =
      List.of(
          new Module("rules-dsl", DSL, List.of()),
          new Module(
              "cep-engine", ENGINE, List.of("io.tripline.dsl.ir..", "io.tripline.dsl.function..")),
          new Module(
              "state",
              STATE,
              List.of("io.tripline.dsl.ir..", "io.tripline.dsl.function..", ENGINE)),
          new Module(
              "ingest",
              INGEST,
              List.of("io.tripline.dsl.ir..", "io.tripline.dsl.function..", ENGINE)),
          new Module("rest-api", REST, List.of(DSL, ENGINE, STATE, INGEST)),
          new Module("examples", EXAMPLES, List.of()),
          new Module("app", APP, List.of(DSL, ENGINE, STATE, INGEST, REST, EXAMPLES)));

  /** A library that one package tree keeps to itself. */
  private record Kept(String library, String tree) {}

  private static final List<Kept> KEPT =
      List.of(
          new Kept("org.antlr..", "io.tripline.dsl.parser.."),
          new Kept("com.lmax.disruptor..", "io.tripline.engine.pipeline.."),
          new Kept("org.rocksdb..", STATE),
          new Kept("net.jpountz..", STATE),
          new Kept("io.javalin..", REST),
          new Kept("com.nimbusds..", "io.tripline.rest.token.."),
          new Kept("io.opentelemetry..", "io.tripline.rest.otlp.."),
          new Kept("org.eclipse.lsp4j..", "io.tripline.app.lsp.."),
          new Kept("com.google.gson..", "io.tripline.app.lsp.."));

  private static final Set<String> CLOCKS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.time.Instant.now");

  /** Called, or passed on as a method reference. */
  private static final DescribedPredicate<JavaAccess<?>> READS_THE_CLOCK =
      DescribedPredicate.describe(
          "reads the machine's clock",
          access ->
              CLOCKS.contains(
                  access.getTargetOwner().getName() + "." + access.getTarget().getName()));

  private static JavaClasses ours;

  @BeforeAll
  static void importClasses() {
    ours =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.tripline");
  }

  @Test
  void everyModuleIsSeen() {
    assertThat(MODULES)
        .allSatisfy(
            module ->
                assertThat(ours.stream().anyMatch(resideInAPackage(module.tree())))
                    .as(module.name())
                    .isTrue());
  }

  @Test
  void everyClassIsInAModule() {
    check(
        classes()
            .that()
            .resideInAPackage(OURS)
            .should()
            .resideInAnyPackage(MODULES.stream().map(Module::tree).toArray(String[]::new)));
  }

  @TestFactory
  Stream<DynamicTest> modulesImportOnlyWhatTheTableAllows() {
    return MODULES.stream()
        .map(
            module -> {
              String[] allowed =
                  Stream.concat(Stream.of(module.tree()), module.mayImport().stream())
                      .toArray(String[]::new);
              return DynamicTest.dynamicTest(
                  module.name(),
                  () ->
                      check(
                          noClasses()
                              .that()
                              .resideInAPackage(module.tree())
                              .should(
                                  dependOnClassesThat(
                                      resideInAPackage(OURS)
                                          .and(not(resideInAnyPackage(allowed)))))));
            });
  }

  @TestFactory
  Stream<DynamicTest> aLibraryIsImportedByOnePackageTree() {
    return KEPT.stream()
        .map(
            kept ->
                DynamicTest.dynamicTest(
                    kept.library(),
                    () ->
                        check(
                            noClasses()
                                .that()
                                .resideOutsideOfPackage(kept.tree())
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(kept.library()))));
  }

  /** Enums and exceptions are serializable by their nature; nothing else is. */
  @Test
  void nothingUsesJavaSerialization() {
    check(
        noClasses()
            .that()
            .areNotEnums()
            .and()
            .areNotAssignableTo(Throwable.class)
            .should()
            .implement(Serializable.class));
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.io\\.(Serializable|Externalizable|Object(In|Out)putStream)"));
  }

  @Test
  void namesSayWhatAThingIs() {
    check(noClasses().should().haveNameMatching(".*(Impl|Manager|Util|Utils|Helper)(\\$.*)?"));
  }

  /** The matcher is a function of program, state, event and watermark: no clock, no thread. */
  @Test
  void theMatcherHasNoClockAndNoThreads() {
    String[] pure = {
      "io.tripline.engine.match..",
      "io.tripline.engine.event..",
      "io.tripline.engine.expression..",
      "io.tripline.engine.window.."
    };
    check(
        noClasses()
            .that()
            .resideInAnyPackage(pure)
            .should()
            .accessTargetWhere(READS_THE_CLOCK)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class));
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> unmarked = new TreeSet<>();
    for (JavaClass each : ours) {
      boolean marked =
          each.getPackage()
              .tryGetPackageInfo()
              .map(info -> info.isAnnotatedWith(NullMarked.class))
              .orElse(false);
      if (!marked) {
        unmarked.add(each.getPackageName());
      }
    }
    assertThat(unmarked).as("packages without @NullMarked in package-info.java").isEmpty();
  }

  /** A package of the rules may still be empty. */
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(ours);
  }
}
