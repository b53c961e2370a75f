package io.millrace.catalog.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.crawl.ObjectReader.Next;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestFolderObjectReader {
    @TempDir
    Path root;

    private void write(String... keys) throws IOException {
        for (String key : keys) {
            Files.createDirectories(root.resolve(key).getParent());
            Files.writeString(root.resolve(key), key);
        }
    }

    private List<String> list(String prefix, String after) throws IOException {
        List<String> keys = new ArrayList<>();
        new FolderObjectReader(root).list("", prefix, after, page -> {
            assertThat(page.size()).isLessThanOrEqualTo(ObjectReader.PAGE_KEYS);
            page.forEach(object -> keys.add(object.key()));
            return Next.PAGE;
        });
        return keys;
    }

    @Test
    void listsInTheOrderOfTheKeysAsS3Does() throws Exception {
        write("t/a/x.csv", "t/a-b/x.csv", "t/a.csv", "t/a/y/z.csv", "t/é.csv", "t/z.csv", "u/x.csv");
        assertThat(list("t/", ""))
                .containsExactly("t/a-b/x.csv", "t/a.csv", "t/a/x.csv", "t/a/y/z.csv", "t/z.csv", "t/é.csv");
        assertThat(list("t/", "t/a/x.csv")).containsExactly("t/a/y/z.csv", "t/z.csv", "t/é.csv");
        assertThat(list("t/", "t/a/")).startsWith("t/a/x.csv");
        assertThat(list("", "t/z.csv")).containsExactly("t/é.csv", "u/x.csv");
        assertThat(list("nothing/", "")).isEmpty();
        assertThat(new FolderObjectReader(root).listFolders("", "t/", "t/a-c")).containsExactly("t/a/");
    }

    @Test
    void givesPagesAndStopsWhenToldTo() throws Exception {
        for (int i = 0; i < 1_500; i++) {
            write("t/p=%04d/x".formatted(i));
        }
        assertThat(list("t/", "")).hasSize(1_500).isSorted();
        List<Integer> pages = new ArrayList<>();
        new FolderObjectReader(root).list("", "t/", "", page -> {
            pages.add(page.size());
            return Next.END;
        });
        assertThat(pages).containsExactly(1_000);
    }

    @Test
    void readsPartsOfFiles() throws Exception {
        write("t/x.csv");
        FolderObjectReader reader = new FolderObjectReader(root);
        StoredObject object = new StoredObject("", "t/x.csv", 7, "");
        assertThat(reader.read(object, 2, 3).bytes()).isEqualTo("x.c".getBytes(StandardCharsets.UTF_8));
        assertThat(reader.read(object, 5, 100).bytes()).isEqualTo("sv".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> reader.read(new StoredObject("", "t/y.csv", 7, ""), 0, 1))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void leavesOutLinks() throws Exception {
        write("t/x.csv");
        Files.createSymbolicLink(root.resolve("t/loop"), root.resolve("t"));
        assertThat(list("t/", "")).containsExactly("t/x.csv");
    }
}
