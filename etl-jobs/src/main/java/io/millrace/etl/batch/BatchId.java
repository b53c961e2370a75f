package io.millrace.etl.batch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * The name of a batch: 16 hexadecimal digits that derive from the bookmark, its state, the plan and the set of inputs, so that a batch that is
 * tried again has the same name, and with it the same objects. A batch's objects are named {@code part-<batch>-<number>…}.
 */
public final class BatchId {
    private static final int DIGITS = 16;

    private BatchId() {}

    /**
     * The name.
     *
     * @param plan what the run does with its input, as text: other columns make another batch
     */
    public static String of(BookmarkKey key, String stateDigest, String plan, List<InputObject> inputs) {
        MessageDigest digest = sha256();
        for (String part : List.of(key.job(), key.database(), key.table(), stateDigest, plan)) {
            add(digest, part);
        }
        inputs.stream().sorted(Comparator.comparing(InputObject::uri)).forEach(input -> {
            add(digest, input.uri());
            add(digest, input.eTag());
            add(digest, Long.toString(input.size()));
        });
        return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
    }

    /**
     * The name of the next batch in this state. After a reset the same inputs would give the name of a dropped batch, whose objects are still to
     * be removed: then it is another one, again the same at every try.
     */
    public static String of(BookmarkKey key, BookmarkState state, String plan, List<InputObject> inputs) {
        String id = of(key, state.digest(), plan, inputs);
        for (int again = 1; state.dropped().contains(id); again++) {
            id = of(key, state.digest() + "-" + again, plan, inputs);
        }
        return id;
    }

    private static void add(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) ':');
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
