package io.millrace.catalog.crawl.ledger;

/**
 * The objects of a folder in a few numbers, whatever the order in which they were added. Two folders with the same digest are
 * taken for the same.
 *
 * @param objects how many there are
 * @param bytes their size
 */
public record FolderDigest(long objects, long bytes, long sum, long exclusiveOr) {
    private static final int ROTATION = 17;

    /** No objects. */
    public static final FolderDigest EMPTY = new FolderDigest(0, 0, 0, 0);

    /** With one more object. */
    public FolderDigest plus(ObjectMark mark, long size) {
        long mixed = mark.mixed();
        return new FolderDigest(objects + 1, bytes + size, sum + mixed, exclusiveOr ^ Long.rotateLeft(mixed, ROTATION));
    }

    /** Without an object that it has. */
    public FolderDigest minus(ObjectMark mark, long size) {
        long mixed = mark.mixed();
        return new FolderDigest(
                objects - 1, Math.max(0, bytes - size), sum - mixed, exclusiveOr ^ Long.rotateLeft(mixed, ROTATION));
    }

    /** Whether both are of the same objects (the size of each is part of its mark; the sum of the sizes may be an estimate). */
    public boolean sameObjects(FolderDigest other) {
        return objects == other.objects && sum == other.sum && exclusiveOr == other.exclusiveOr;
    }

    /** With the objects of both. */
    public FolderDigest plus(FolderDigest other) {
        return new FolderDigest(
                objects + other.objects, bytes + other.bytes, sum + other.sum, exclusiveOr ^ other.exclusiveOr);
    }
}
