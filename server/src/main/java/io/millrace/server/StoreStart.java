package io.millrace.server;

import io.millrace.server.storage.ObjectStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** The object store's start, which takes as long as all the rest of a server's and therefore runs beside it. */
final class StoreStart implements AutoCloseable {
    private final CompletableFuture<ObjectStore> store;

    private StoreStart(CompletableFuture<ObjectStore> store) {
        this.store = store;
    }

    static StoreStart begin(Supplier<ObjectStore> start) {
        return new StoreStart(
                CompletableFuture.supplyAsync(start, task -> new Thread(task, "object-store-start").start()));
    }

    /** Waits for the store; fails as its start failed. */
    ObjectStore await() {
        try {
            return store.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Closes the store, also one that is only just starting. */
    @Override
    public void close() {
        if (!store.handle((started, failure) -> failure != null).join()) {
            store.join().close();
        }
    }
}
