package io.millrace.etl.crawl;

import io.millrace.catalog.crawl.FileCluster;
import io.millrace.catalog.crawl.FileRequests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;

/** Spark's executors as a {@link FileCluster}: each request is an element of an RDD, each task opens the storage once. */
final class SparkFileCluster implements FileCluster {
    /** So that one slow task does not hold up a load. */
    private static final int TASKS_PER_CORE = 4;

    private static final int FILES_PER_CORE = 2000;

    private final JavaSparkContext spark;
    private final CrawlStorage storage;

    SparkFileCluster(JavaSparkContext spark, CrawlStorage storage) {
        this.spark = spark;
        this.storage = storage;
    }

    @Override
    public int filesAtOnce() {
        return FILES_PER_CORE * spark.defaultParallelism();
    }

    @Override
    public List<byte[]> answerAll(List<byte[]> requests) throws IOException {
        // A local copy: the task must not drag this object, and with it the context, to the executors.
        CrawlStorage opened = storage;
        int tasks = Math.max(1, Math.min(requests.size(), TASKS_PER_CORE * spark.defaultParallelism()));
        try {
            return spark.parallelize(requests, tasks)
                    .mapPartitions(part -> answer(opened, part))
                    .collect();
        } catch (RuntimeException e) {
            throw failed(e);
        }
    }

    private static Iterator<byte[]> answer(CrawlStorage storage, Iterator<byte[]> requests) throws IOException {
        List<byte[]> answers = new ArrayList<>();
        try (CrawlStorage.Opened opened = storage.open()) {
            while (requests.hasNext()) {
                answers.add(FileRequests.answer(opened.reader(), requests.next()));
            }
        }
        return answers.iterator();
    }

    /** Spark's own messages are a stack trace; what a task failed of is what the user needs. */
    private static IOException failed(RuntimeException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && (cause instanceof RuntimeException || cause instanceof SparkException)) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return new IOException("Spark cannot read the files of the crawl: " + message, failure);
    }
}
