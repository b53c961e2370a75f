package io.millrace.catalog.classifier;

import static io.millrace.catalog.CatalogErrorCode.ALREADY_EXISTS;
import static io.millrace.catalog.CatalogErrorCode.ENTITY_NOT_FOUND;
import static io.millrace.catalog.CatalogErrorCode.INVALID_INPUT;
import static io.millrace.catalog.TestingStore.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.TestingStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Classifier;
import software.amazon.awssdk.services.glue.model.CreateClassifierRequest;
import software.amazon.awssdk.services.glue.model.CsvClassifier;
import software.amazon.awssdk.services.glue.model.CsvHeaderOption;
import software.amazon.awssdk.services.glue.model.CsvSerdeOption;
import software.amazon.awssdk.services.glue.model.DeleteClassifierRequest;
import software.amazon.awssdk.services.glue.model.GetClassifierRequest;
import software.amazon.awssdk.services.glue.model.GetClassifiersRequest;
import software.amazon.awssdk.services.glue.model.GetClassifiersResponse;
import software.amazon.awssdk.services.glue.model.GrokClassifier;
import software.amazon.awssdk.services.glue.model.UpdateClassifierRequest;

class TestClassifiers {
    private static final Instant LATER = TestingStore.NOW.plusSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TestingStore testing;

    @SuppressWarnings("NullAway.Init")
    private ClassifierOperations classifiers;

    @BeforeEach
    void open() {
        testing = new TestingStore(folder);
        classifiers = new ClassifierOperations(testing.store, testing.tokens, testing.clock());
    }

    @AfterEach
    void close() {
        testing.close();
    }

    @Test
    void keepsEachOfTheFourTypes() {
        create(c -> c.grokClassifier(g -> g.name("Grok")
                .classification("log")
                .grokPattern("%{IP:client} %{WORD:method} %{MYPATH}")
                .customPatterns("MYPATH [a-z/]+\n")));
        create(c -> c.xmlClassifier(x -> x.name("xml").classification("x").rowTag("row")));
        create(c -> c.jsonClassifier(j -> j.name("json").jsonPath("$.a['b c'][*][0].*")));
        create(c -> c.csvClassifier(v -> v.name("csv")
                .delimiter("|")
                .quoteSymbol("'")
                .containsHeader(CsvHeaderOption.PRESENT)
                .header("a", "b")
                .customDatatypes("int", "STRING")
                .customDatatypeConfigured(true)
                .serde(CsvSerdeOption.OPEN_CSV_SER_DE)));

        assertThat(get("Grok").grokClassifier())
                .isEqualTo(GrokClassifier.builder()
                        .name("Grok")
                        .classification("log")
                        .grokPattern("%{IP:client} %{WORD:method} %{MYPATH}")
                        .customPatterns("MYPATH [a-z/]+\n")
                        .creationTime(TestingStore.NOW)
                        .lastUpdated(TestingStore.NOW)
                        .version(1L)
                        .build());
        assertThat(get("xml").xmlClassifier().rowTag()).isEqualTo("row");
        assertThat(get("json").jsonClassifier().version()).isEqualTo(1);
        assertThat(get("csv").csvClassifier().customDatatypes()).containsExactly("int", "STRING");
        assertThat(get("csv").grokClassifier()).isNull();
    }

    @Test
    void updatesWhatIsGivenAndCountsVersions() {
        create(c -> c.csvClassifier(v -> v.name("csv").delimiter("|").header("a")));
        testing.setNow(LATER);
        classifiers.updateClassifier(UpdateClassifierRequest.builder()
                .csvClassifier(v -> v.name("csv").header("a", "b"))
                .build());
        assertThat(get("csv").csvClassifier())
                .isEqualTo(CsvClassifier.builder()
                        .name("csv")
                        .delimiter("|")
                        .header("a", "b")
                        .creationTime(TestingStore.NOW)
                        .lastUpdated(LATER)
                        .version(2L)
                        .build());
        assertRefused(
                INVALID_INPUT,
                "Classifier csv is of another type, which cannot be changed.",
                () -> classifiers.updateClassifier(UpdateClassifierRequest.builder()
                        .jsonClassifier(j -> j.name("csv").jsonPath("$"))
                        .build()));
    }

    @Test
    void pagesInOrderOfNames() {
        for (int i = 0; i < 7; i++) {
            int number = i;
            create(c -> c.jsonClassifier(j -> j.name("c" + number).jsonPath("$")));
        }
        List<String> names = new ArrayList<>();
        GetClassifiersRequest request =
                GetClassifiersRequest.builder().maxResults(3).build();
        GetClassifiersResponse page;
        do {
            page = classifiers.getClassifiers(request);
            page.classifiers().forEach(c -> names.add(c.jsonClassifier().name()));
            request = request.toBuilder().nextToken(page.nextToken()).build();
        } while (page.nextToken() != null);
        assertThat(names).containsExactly("c0", "c1", "c2", "c3", "c4", "c5", "c6");
    }

    @Test
    void refusesAsGlueDoes() {
        create(c -> c.jsonClassifier(j -> j.name("json").jsonPath("$")));
        assertRefused(
                ALREADY_EXISTS,
                "Classifier with name json already exists",
                () -> create(c -> c.xmlClassifier(x -> x.name("json").classification("x"))));
        String one = "Exactly one of GrokClassifier, XMLClassifier, JsonClassifier and CsvClassifier must be given.";
        assertRefused(INVALID_INPUT, one, () -> create(c -> {}));
        assertRefused(
                INVALID_INPUT,
                one,
                () -> create(
                        c -> c.jsonClassifier(j -> j.name("x").jsonPath("$")).csvClassifier(v -> v.name("x"))));
        assertRefused(ENTITY_NOT_FOUND, "Classifier with name x not found", () -> get("x"));
        assertRefused(ENTITY_NOT_FOUND, "Classifier with name x not found", () -> delete("x"));
        delete("json");
        assertRefused(
                ENTITY_NOT_FOUND,
                "Classifier with name json not found",
                () -> classifiers.updateClassifier(UpdateClassifierRequest.builder()
                        .jsonClassifier(j -> j.name("json"))
                        .build()));
    }

    @Test
    void refusesPatternsThatCannotWork() {
        assertRefused(
                INVALID_INPUT,
                "Invalid JsonPath at position 3: a step must be .name, .*, ['name'], [*] or [number].",
                () -> create(c -> c.jsonClassifier(j -> j.name("x").jsonPath("$.a[b]"))));
        assertRefused(
                INVALID_INPUT,
                "Invalid JsonPath: it must begin with $.",
                () -> create(c -> c.jsonClassifier(j -> j.name("x").jsonPath("a"))));
        assertRefused(
                INVALID_INPUT,
                "Invalid GrokPattern at position 2: a reference must be like %{NAME:field}.",
                () -> create(c ->
                        c.grokClassifier(g -> g.name("x").classification("l").grokPattern("a %{IP"))));
        assertRefused(
                INVALID_INPUT,
                "Invalid CustomPatterns: each line must be a name and a pattern.",
                () -> create(c -> c.grokClassifier(g ->
                        g.name("x").classification("l").grokPattern("%{IP}").customPatterns("ALONE"))));
        assertRefused(
                INVALID_INPUT,
                "QuoteSymbol must be different from Delimiter.",
                () -> create(
                        c -> c.csvClassifier(v -> v.name("x").delimiter("|").quoteSymbol("|"))));
        assertRefused(
                INVALID_INPUT,
                "Header must not name a column twice.",
                () -> create(c -> c.csvClassifier(v -> v.name("x").header("a", "a"))));
        assertRefused(
                INVALID_INPUT,
                "Invalid CustomDatatypes: text is none of BINARY, BOOLEAN, DATE, DECIMAL, DOUBLE, FLOAT, INT, LONG,"
                        + " SHORT, STRING, TIMESTAMP.",
                () -> create(c -> c.csvClassifier(v -> v.name("x").customDatatypes("text"))));
    }

    private void create(Consumer<CreateClassifierRequest.Builder> request) {
        classifiers.createClassifier(
                CreateClassifierRequest.builder().applyMutation(request).build());
    }

    private Classifier get(String name) {
        return classifiers
                .getClassifier(GetClassifierRequest.builder().name(name).build())
                .classifier();
    }

    private void delete(String name) {
        classifiers.deleteClassifier(
                DeleteClassifierRequest.builder().name(name).build());
    }
}
