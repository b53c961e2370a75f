package io.millrace.catalog.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestGlobPattern {
    /** The rows of the guide's table of examples, and what each sign means. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '"',
            value = {
                "*.csv a.csv true",
                "*.csv x/a.csv false",
                "*.* a.b true",
                "*.* a false",
                "*.{csv,avro} a.avro true",
                "*.{csv,avro} a.json false",
                "foo.? foo.a true",
                "foo.? foo. false",
                "foo.? foo./ false",
                "myfolder/* myfolder/a true",
                "myfolder/* myfolder/a/b false",
                "myfolder/*/* myfolder/a/b true",
                "myfolder/** myfolder/a/b true",
                "myfolder** myfolder-2/a true",
                "**/tmp/** a/tmp/b true",
                "**/tmp/** tmp/b false",
                "**.zip x/a.zip true",
                "[a-c].csv b.csv true",
                "[a-c].csv d.csv false",
                "[!a-c].csv b.csv false",
                "[!a-c].csv d.csv true",
                "a[!b]c a/c false",
                "[abx-z] y true",
                "[-a] - true",
                "[a-] - true",
                "[!!] ! false",
                "[*?] * true",
                "[*?] x false",
                "[\\] \\ true",
                "[^a] ^ true",
                "[^a] b false",
                "[a&&b] & true",
                "{a,b*,c/d} c/d true",
                "{a,b*,c/d} bxx true",
                "{a,}x x true",
                "a,b a,b true",
                "a} a} true",
                "a\\*.csv a*.csv true",
                "a\\*.csv ab.csv false",
                "\\{a\\} {a} true",
                "*.zip .zip true",
                "* .hidden true",
                "* a/ false",
                "{x,y} x,y false",
            })
    void matches(String glob, String path, boolean matches) {
        assertThat(GlobPattern.parse(glob).matches(path)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a", "[", "[]", "[a/b]", "[c-a]", "a\\", "{a", "{a,{b}}"})
    void refusesMalformedOnes(String glob) {
        assertThatThrownBy(() -> GlobPattern.parse(glob))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The exclude pattern '" + glob + "' is malformed: ");
    }

    @Test
    void matchesCharactersOutsideTheBasicPlaneAndLineEnds() {
        assertThat(GlobPattern.parse("a?b").matches("a😀b")).isTrue();
        assertThat(GlobPattern.parse("😀*").matches("😀x")).isTrue();
        assertThat(GlobPattern.parse("**").matches("a\nb")).isTrue();
    }

    /** Java's globs are what the guide describes; paths are such as the file system leaves as they are. */
    @Test
    void agreesWithJavasGlobsOnRandomPatterns() {
        long seed = 20261122L;
        Random random = new Random(seed);
        int compared = 0;
        int matched = 0;
        for (int i = 0; i < 20_000; i++) {
            String glob = random(random, "ab/*?[]!{},\\-.", 9);
            String path = random(random, "ab/.!-,*", 6).replaceAll("/+", "/").replaceAll("^/|/$", "");
            if (path.isEmpty()) {
                continue;
            }
            Optional<Boolean> expected = javas(glob, path);
            if (expected.isEmpty()) {
                // Java refuses some that make sense, such as a range that ends with a bracket.
                continue;
            }
            assertThat(ours(glob, path))
                    .as("seed %d: glob %s on %s", seed, glob, path)
                    .isEqualTo(expected);
            compared++;
            matched += expected.get() ? 1 : 0;
        }
        assertThat(compared).isGreaterThan(5_000);
        assertThat(matched).isGreaterThan(200);
    }

    private static String random(Random random, String alphabet, int maxLength) {
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(maxLength);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static Optional<Boolean> javas(String glob, String path) {
        try {
            return Optional.of(
                    FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(Path.of(path)));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<Boolean> ours(String glob, String path) {
        try {
            return Optional.of(GlobPattern.parse(glob).matches(path));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Test
    void aTablesExclusionsAreReadBackAsTheyWereWritten() {
        String text = TableExclusions.format("s3://b/a[1]/", List.of("*.zip", "x\"\\*/**"));
        assertThat(text).isEqualTo("[\"s3://b/a\\\\[1\\\\]/*.zip\",\"s3://b/a\\\\[1\\\\]/x\\\"\\\\*/**\"]");
        TableExclusions exclusions = TableExclusions.of(Map.of("exclusions", text));
        assertThat(exclusions.exclude("s3://b/a[1]/y.zip")).isTrue();
        assertThat(exclusions.exclude("s3://b/a1/y.zip")).isFalse();
        assertThat(exclusions.exclude("s3://b/a[1]/x\"*/z/a")).isTrue();
        assertThat(exclusions.exclude("s3://b/a[1]/y.csv")).isFalse();
        assertThat(TableExclusions.format("s3://bucket/prefix/", List.of("*.zip")))
                .isEqualTo("[\"s3://bucket/prefix/*.zip\"]");
        assertThat(TableExclusions.of(Map.of()).exclude("s3://b/x")).isFalse();
        assertThatThrownBy(() -> TableExclusions.of(Map.of("exclusions", "*.zip")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
