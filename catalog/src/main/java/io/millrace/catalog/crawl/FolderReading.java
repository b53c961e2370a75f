package io.millrace.catalog.crawl;

import io.millrace.catalog.crawl.FileReading.Outcome;
import io.millrace.catalog.crawl.ScannedFolder.State;
import java.util.List;

/**
 * What reading some files of a folder showed.
 *
 * @param kinds what the files hold
 * @param settled whether all was read as it was listed; if not, the next crawl has to look again
 */
record FolderReading(FolderKinds kinds, boolean settled) {
    static FolderReading of(List<StoredObject> objects, List<Outcome> outcomes) {
        FolderKinds kinds = new FolderKinds();
        if (objects.size() > 1 && outcomes.stream().allMatch(outcome -> outcome instanceof Outcome.Unknown)) {
            return ofNone(objects, (Outcome.Unknown) outcomes.get(0));
        }
        boolean settled = true;
        for (int i = 0; i < objects.size(); i++) {
            StoredObject object = objects.get(i);
            Outcome outcome = outcomes.get(i);
            if (outcome instanceof Outcome.Data data) {
                kinds.add(object, data.schema());
                data.remark().ifPresent(kinds::note);
            } else if (outcome instanceof Outcome.ChangedData data) {
                kinds.add(object, data.schema());
                settled = false;
            } else {
                kinds.leaveOut(object);
                settled &= note(kinds, outcome);
            }
        }
        return new FolderReading(kinds, settled);
    }

    /** A folder that is refused as a whole, say: one sentence is enough. */
    private static FolderReading ofNone(List<StoredObject> objects, Outcome.Unknown first) {
        FolderKinds kinds = new FolderKinds();
        objects.forEach(kinds::leaveOut);
        String uri = objects.get(0).uri();
        kinds.note("%s: its objects cannot be read now (%d were tried): %s"
                .formatted(uri.substring(0, uri.lastIndexOf('/') + 1), objects.size(), first.reason()));
        return new FolderReading(kinds, false);
    }

    private static boolean note(FolderKinds kinds, Outcome outcome) {
        if (outcome instanceof Outcome.NoData none) {
            kinds.note(none.reason());
            return true;
        }
        if (outcome instanceof Outcome.Unknown unknown) {
            kinds.note(unknown.reason());
        }
        return false;
    }

    /** The folder's state, which would be {@code state} if all had gone well. */
    State state(State state) {
        return settled ? state : State.UNSETTLED;
    }
}
