package io.millrace.server.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random damage to requests, the same for the same seed. */
final class Mutations {
    private static final List<String> TOKENS = List.of(
            "null",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "1e999999999",
            "-1e-999999999",
            "99999999999999999999",
            "1.5",
            "true",
            "\\u0000",
            "\\uD800",
            ",",
            ":",
            "\"NaN\"",
            "{\"a\":{}}",
            "[[[[",
            "\\");

    private Mutations() {}

    static byte[] spoil(byte[] good, Random random) {
        byte[] spoiled = good.clone();
        for (int n = random.nextInt(3); n >= 0; n--) {
            int at = random.nextInt(spoiled.length);
            switch (random.nextInt(4)) {
                case 0 -> spoiled[at] = (byte) random.nextInt(256);
                case 1 -> spoiled = Arrays.copyOf(spoiled, Math.max(1, at));
                case 2 -> spoiled = replace(spoiled, at, random.nextInt(6), token(random));
                default -> spoiled = replace(spoiled, valueStart(spoiled, at), random.nextInt(12), token(random));
            }
        }
        return spoiled;
    }

    private static byte[] token(Random random) {
        return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
    }

    /** The place behind the next colon: there a token replaces a value. */
    private static int valueStart(byte[] json, int from) {
        for (int i = from; i < json.length - 1; i++) {
            if (json[i] == ':') {
                return i + 1;
            }
        }
        return from;
    }

    private static byte[] replace(byte[] bytes, int at, int length, byte[] with) {
        int end = Math.min(bytes.length, at + length);
        byte[] result = new byte[at + with.length + bytes.length - end];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(with, 0, result, at, with.length);
        System.arraycopy(bytes, end, result, at + with.length, bytes.length - end);
        return result;
    }

    static void spoilHeader(Map<String, String> headers, Random random) {
        List<String> names = List.copyOf(headers.keySet());
        String name = names.get(random.nextInt(names.size()));
        String value = headers.getOrDefault(name, "");
        int at = random.nextInt(value.length() + 1);
        headers.put(name, value.substring(0, at) + (char) (' ' + random.nextInt(95)) + value.substring(at));
    }
}
