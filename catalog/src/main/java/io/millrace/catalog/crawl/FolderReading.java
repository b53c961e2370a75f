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
        boolean settled = true;
        for (int i = 0; i < objects.size(); i++) {
            StoredObject object = objects.get(i);
            Outcome outcome = outcomes.get(i);
            if (outcome instanceof Outcome.Data data) {
                kinds.add(object, data.schema());
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
