package dev.ziggurat;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.ziggurat.db.Database;
import dev.ziggurat.start.cache.CacheTraining;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.smallrye.faulttolerance.api.ApplyGuard;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.FileDescriptor;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Holds the code to the floors of the house: a package imports only from below. */
@Execution(ExecutionMode.CONCURRENT)
class ArchitectureTest {

  private static final Map<String, Integer> FLOORS =
      Map.ofEntries(
          entry("llm", 1),
          entry("money", 1),
          entry("db", 1),
          entry("access", 1),
          entry("start", 1),
          entry("config", 1),
          entry("http", 2),
          entry("world", 2),
          entry("settings", 2),
          entry("provider", 2),
          entry("audit", 3),
          entry("catalogue", 3),
          entry("guardrails", 3),
          entry("httpworld", 3),
          entry("ledger", 4),
          entry("chain", 5),
          entry("experiment", 5),
          entry("memory", 6),
          entry("tick", 7),
          entry("gateway", 7),
          entry("trigger", 8),
          entry("workers", 8),
          entry("trace", 8),
          entry("simulator", 8),
          entry("games", 8),
          entry("models", 8),
          entry("usage", 8),
          entry("session", 8),
          entry("webhooks", 8),
          entry("live", 9),
          entry("litellm", 9),
          entry("play", 9),
          entry("training", 9),
          entry("console", 10),
          entry("command", 10),
          entry("babylon", 11));

  private static final Pattern ROOM = Pattern.compile("dev\\.ziggurat\\.([a-z0-9]+)(\\..*)?");

  private static JavaClasses house;

  @BeforeAll
  static void walkIn() {
    house =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.ziggurat");
  }

  @Test
  void everyPackageHasAFloorAndLooksOnlyDown() {
    assertThat(house).hasSizeGreaterThan(FLOORS.size());

    ArchRuleDefinition.classes().should(importOnlyFromBelow()).check(house);
  }

  /** A world plugs in from above: another can take its place. */
  @Test
  void nothingDependsOnTheWorldThatShips() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.ziggurat.babylon..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.ziggurat.babylon..")
        .check(house);
  }

  @Test
  void theRulesOfTheWorldThatShipsArePlainJava() {
    ArchRuleDefinition.classes()
        .that()
        .resideInAPackage("dev.ziggurat.babylon")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.ziggurat.babylon",
            "dev.ziggurat.world",
            "dev.ziggurat.money",
            "com.fasterxml.jackson.databind..",
            "java..")
        .check(house);
  }

  @Test
  void noRoomsGoRoundInACircle() {
    slices().matching("dev.ziggurat.(*)..").should().beFreeOfCycles().check(house);
  }

  @Test
  void whatAClassNeedsItsConstructorNames() {
    noFields()
        .should()
        .beAnnotatedWith(Inject.class)
        .orShould()
        .beAnnotatedWith(ConfigProperty.class)
        .check(house);
  }

  /** Who reads a name in a log or in a document finds one class by it. */
  @Test
  void noTwoClassesHaveOneName() {
    var packages =
        house.stream()
            .filter(each -> each.isTopLevelClass() && !each.getSimpleName().equals("package-info"))
            .collect(
                groupingBy(JavaClass::getSimpleName, mapping(JavaClass::getPackageName, toSet())));
    packages.values().removeIf(places -> places.size() == 1);
    assertThat(packages).isEmpty();
  }

  @Test
  void noStateHidesInStatics() {
    fields().that().areStatic().should().beFinal().check(house);
  }

  @Test
  void whereverATransactionBeginsItsEndIsAwaited() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(Database.class.getName())
        .should()
        .callMethod(QuarkusTransaction.class, "requiringNew")
        .orShould()
        .callMethod(QuarkusTransaction.class, "joiningExisting")
        .orShould()
        .beAnnotatedWith(Transactional.class)
        .check(house);
  }

  /**
   * SmallRye Fault Tolerance below 6.10.2 keeps one object for every call of a guard that is
   * applied by annotation (its pull request 1325).
   */
  @Test
  void guardsAreCalledNotAppliedByAnnotation() {
    noClasses().should().dependOnClassesThat().areAssignableTo(ApplyGuard.class).check(house);
  }

  /**
   * Quarkus generates a serializer for every concrete class that a REST answer declares, so for a
   * node of Jackson's tree too; reflection-free serialization is then off for the whole
   * application. {@code JsonNode} is abstract.
   */
  @Test
  void restAnswersDeclareJsonNodeAndNoneOfItsSubclasses() {
    methods()
        .that()
        .areMetaAnnotatedWith(HttpMethod.class)
        .and()
        .areDeclaredInClassesThat()
        .areAnnotatedWith(Path.class)
        .should(declareNoConcreteJsonNode())
        .check(house);
  }

  @Test
  void thereIsOneLogger() {
    noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..").check(house);
  }

  @Test
  void onlyARefusedStartAndCommandsSpeakOnTheStandardStreams() {
    noClasses().should().accessField(System.class, "out").check(house);
    noClasses()
        .that()
        .doNotBelongToAnyOf(Ziggurat.class, CacheTraining.class)
        .should()
        .accessField(System.class, "err")
        .check(house);
    noClasses()
        .that()
        .doNotHaveSimpleName("Terminal")
        .should()
        .accessField(FileDescriptor.class, "out")
        .orShould()
        .accessField(FileDescriptor.class, "err")
        .check(house);
    noClasses().should().callMethod(Throwable.class, "printStackTrace").check(house);
  }

  private static ArchCondition<JavaClass> importOnlyFromBelow() {
    return new ArchCondition<>("import only packages on lower floors") {
      @Override
      public void check(JavaClass visitor, ConditionEvents events) {
        var home = room(visitor);
        if (home.isPresent() && !FLOORS.containsKey(home.get())) {
          events.add(
              SimpleConditionEvent.violated(
                  visitor,
                  "package " + home.get() + " has no floor: give it one in DESIGN and here"));
          return;
        }
        visitor.getDirectDependenciesFromSelf().stream()
            .filter(dependency -> isOurs(dependency.getTargetClass()))
            .filter(
                dependency ->
                    home.isPresent() && !mayEnter(home.get(), dependency.getTargetClass()))
            .forEach(
                dependency ->
                    events.add(
                        SimpleConditionEvent.violated(visitor, dependency.getDescription())));
      }
    };
  }

  private static ArchCondition<JavaMethod> declareNoConcreteJsonNode() {
    return new ArchCondition<>("declare no subclass of JsonNode in their answer") {
      @Override
      public void check(JavaMethod operation, ConditionEvents events) {
        var seen = new HashSet<JavaClass>();
        var open = new ArrayDeque<Answered>();
        open.add(new Answered(operation.getFullName(), operation.getReturnType()));
        while (!open.isEmpty()) {
          var answered = open.remove();
          for (var type : answered.type().getAllInvolvedRawTypes()) {
            if (type.isAssignableTo(JsonNode.class) && !type.isEquivalentTo(JsonNode.class)) {
              events.add(
                  SimpleConditionEvent.violated(
                      operation,
                      "%s declares %s: use JsonNode"
                          .formatted(answered.by(), type.getSimpleName())));
            } else if (isOurs(type) && seen.add(type)) {
              open.addAll(held(type));
            }
          }
        }
      }
    };
  }

  /** What is written of a class and of those that it may stand for. */
  private static List<Answered> held(JavaClass type) {
    return Stream.concat(Stream.of(type), type.getAllSubclasses().stream())
        .flatMap(each -> each.getAllFields().stream())
        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
        .map(field -> new Answered(field.getFullName(), field.getType()))
        .toList();
  }

  private record Answered(String by, JavaType type) {}

  /** The root package knows everybody; nobody knows the root package. */
  private static boolean mayEnter(String home, JavaClass target) {
    return room(target)
        .map(other -> other.equals(home) || FLOORS.getOrDefault(other, 99) < FLOORS.get(home))
        .orElse(false);
  }

  private static boolean isOurs(JavaClass target) {
    return target.getPackageName().startsWith("dev.ziggurat");
  }

  /** The package under {@code dev.ziggurat} that a class lives in; empty for the root package. */
  private static Optional<String> room(JavaClass type) {
    var matcher = ROOM.matcher(type.getPackageName());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
