package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.ClassifierSettings;
import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.classify.ObjectClassifier;
import io.millrace.catalog.crawl.FileReading.Outcome;
import io.millrace.catalog.crawl.ledger.SchemaJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Some files to read, and what they hold, as JSON: what travels between a crawl and its {@link FileCluster}. */
public final class FileRequests {
    private record Request(ClassifierSettings settings, List<StoredObject> objects) {}

    private record Answer(List<Result> results, CrawlCost cost) {}

    private enum Kind {
        DATA,
        CHANGED_DATA,
        NO_DATA,
        GONE,
        UNKNOWN
    }

    private record Result(Kind kind, Optional<FileSchema> schema, String reason) {
        static Result of(Outcome outcome) {
            if (outcome instanceof Outcome.Data data) {
                return new Result(
                        Kind.DATA,
                        Optional.of(data.schema().schema()),
                        data.remark().orElse(""));
            }
            if (outcome instanceof Outcome.ChangedData data) {
                return new Result(Kind.CHANGED_DATA, Optional.of(data.schema().schema()), "");
            }
            if (outcome instanceof Outcome.NoData none) {
                return new Result(Kind.NO_DATA, Optional.empty(), none.reason());
            }
            return outcome instanceof Outcome.Unknown unknown
                    ? new Result(Kind.UNKNOWN, Optional.empty(), unknown.reason())
                    : new Result(Kind.GONE, Optional.empty(), "");
        }

        Outcome outcome(StoredObject object) {
            return switch (kind) {
                case DATA ->
                    new Outcome.Data(folder(object), Optional.of(reason).filter(remark -> !remark.isEmpty()));
                case CHANGED_DATA -> new Outcome.ChangedData(folder(object));
                case NO_DATA -> new Outcome.NoData(reason);
                case GONE -> new Outcome.Gone();
                case UNKNOWN -> new Outcome.Unknown(reason);
            };
        }

        private FolderSchema folder(StoredObject object) {
            return FolderSchema.of(schema.orElseThrow(), object.size());
        }
    }

    /** What was found, in the order of the objects, and what it cost. */
    record Answered(List<Outcome> outcomes, CrawlCost cost) {}

    private FileRequests() {}

    static byte[] request(ClassifierSettings settings, List<StoredObject> objects) {
        return SchemaJson.bytes(new Request(settings, objects));
    }

    /**
     * Reads the files of a request, as a crawl would itself; for the cluster's side.
     *
     * @throws IOException if the storage fails so often in a row that it is down
     */
    public static byte[] answer(ObjectReader reader, byte[] request) throws IOException {
        Request asked = SchemaJson.value(request, Request.class);
        CrawlTally tally = new CrawlTally(reader, CrawlMonitor.NONE);
        FileReading files = new FileReading(tally, new ObjectClassifier(asked.settings()));
        List<Result> results = new ArrayList<>();
        for (StoredObject object : asked.objects()) {
            try {
                results.add(Result.of(files.read(object)));
            } catch (CrawlCancelledException e) {
                throw new IllegalStateException("Nobody cancels here", e);
            }
        }
        return SchemaJson.bytes(new Answer(results, tally.cost()));
    }

    static Answered answered(List<StoredObject> objects, byte[] answer) {
        Answer found = SchemaJson.value(answer, Answer.class);
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            outcomes.add(found.results().get(i).outcome(objects.get(i)));
        }
        return new Answered(outcomes, found.cost());
    }
}
