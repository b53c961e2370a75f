package io.millrace.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The directions inside the modules; those between modules are the enforcer's. */
final class TestArchitecture {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.millrace");

    @Test
    void sqlEngineKnowsNothingOfSpark() {
        noClasses()
                .that()
                .resideInAPackage("io.millrace.etl.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "io.millrace.etl.job..")
                .check(CLASSES);
    }

    @Test
    void serverUsesOnlyTheSparkFreePartsOfTheJobs() {
        noClasses()
                .that()
                .resideInAPackage("io.millrace.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "io.millrace.etl.job..")
                .check(CLASSES);
    }

    @Test
    void jobsUseOnlyThePurePartsOfTheCatalog() {
        noClasses()
                .that()
                .resideInAPackage("io.millrace.etl..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.millrace.catalog.store..",
                        "io.millrace.catalog.metadata..",
                        "io.millrace.catalog.job..",
                        "io.millrace.catalog.trigger..")
                .check(CLASSES);
    }

    /** Crawls on Spark are the crawler's own code (docs/decisions/0172), and the client of batches speaks the wire's JSON (0160). */
    @Test
    void jobsUseCrawlersAndTheWiresJsonInOnePlaceEach() {
        noClasses()
                .that()
                .resideInAPackage("io.millrace.etl..")
                .and()
                .resideOutsideOfPackage("io.millrace.etl.crawl..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.millrace.catalog.crawl..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.millrace.etl..")
                .and()
                .resideOutsideOfPackage("io.millrace.etl.batch..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.millrace.catalog.sdkjson..")
                .check(CLASSES);
    }

    @Test
    void wireLayerKnowsNoService() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.millrace.server.wire..", "io.millrace.server.http..", "io.millrace.server.auth..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.millrace.server.athena..",
                        "io.millrace.server.function..",
                        "io.millrace.server.job..",
                        "io.millrace.server.demo..",
                        "io.millrace.server.cli..",
                        "io.millrace.catalog.metadata..")
                .check(CLASSES);
    }

    @Test
    void demoIsAClientOfTheWire() {
        noClasses()
                .that()
                .resideInAPackage("io.millrace.server.demo..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.millrace.catalog.store..", "io.millrace.catalog.metadata..", "io.millrace.catalog.crawl..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.millrace.(*).(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching("io.millrace.etl.job.(*)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void partsOfAJobKnowNothingOfTheJob() {
        noClasses()
                .that()
                .resideInAPackage("io.millrace.etl.job.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.millrace.etl.job")
                .check(CLASSES);
    }
}
