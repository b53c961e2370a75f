package io.millrace.catalog.crawl.ledger;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * An object in twelve bytes. Two keys of a folder have the same hash about once in 10<sup>19</sup> pairs, and a changed object
 * the same stamp once in four billion changes; a crawl then opens an object less than it should.
 *
 * @param key a hash of its key
 * @param stamp a check sum of its ETag and size
 */
public record ObjectMark(long key, int stamp) {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** The mark of an object. */
    public static ObjectMark of(String key, String etag, long size) {
        return new ObjectMark(hash(key), stamp(etag, size));
    }

    /** FNV-1a over the characters, with MurmurHash3's finalizer so that all bits are well mixed. */
    public static long hash(String key) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * FNV_PRIME;
        }
        return mix(hash);
    }

    private static int stamp(String etag, long size) {
        CRC32C sum = new CRC32C();
        sum.update(etag.getBytes(StandardCharsets.UTF_8));
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            sum.update((int) (size >>> shift));
        }
        return (int) sum.getValue();
    }

    /** Both in one number, which differs when either does. */
    long mixed() {
        return mix(key ^ ((long) stamp * FNV_PRIME));
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
