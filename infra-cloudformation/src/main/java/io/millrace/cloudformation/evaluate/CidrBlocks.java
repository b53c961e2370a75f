package io.millrace.cloudformation.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code Fn::Cidr}: equal blocks cut from one block of IPv4 addresses. IPv6 is refused. */
final class CidrBlocks {
    private static final Pattern BLOCK =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})/(\\d{1,2})");
    private static final int ADDRESS_BITS = 32;
    private static final int MAX_COUNT = 256;

    private CidrBlocks() {}

    static ArrayNode of(JsonNode argument) {
        if (!argument.isArray() || argument.size() < 2 || argument.size() > 3) {
            throw malformed();
        }
        Matcher block = BLOCK.matcher(argument.path(0).asText());
        int count = number(argument.path(1));
        int bits = argument.size() == 3 ? number(argument.path(2)) : 8;
        if (!block.matches() || count < 1 || count > MAX_COUNT || bits < 1 || bits > ADDRESS_BITS) {
            throw malformed();
        }
        int prefix = Integer.parseInt(block.group(5));
        if (prefix > ADDRESS_BITS - bits || (1L << (ADDRESS_BITS - bits - prefix)) < count) {
            throw new EvaluationException("Template error: Fn::Cidr cannot cut " + count + " blocks of " + bits
                    + " bits from " + argument.path(0).asText());
        }
        return cut(base(block, prefix), count, bits);
    }

    private static ArrayNode cut(long base, int count, int bits) {
        ArrayNode blocks = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < count; i++) {
            long address = base + ((long) i << bits);
            blocks.add((address >> 24 & 255) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "."
                    + (address & 255) + "/" + (ADDRESS_BITS - bits));
        }
        return blocks;
    }

    private static long base(Matcher block, int prefix) {
        long address = 0;
        for (int part = 1; part <= 4; part++) {
            int octet = Integer.parseInt(block.group(part));
            if (octet > 255) {
                throw malformed();
            }
            address = address << 8 | octet;
        }
        return address & -1L << (ADDRESS_BITS - prefix);
    }

    private static int number(JsonNode value) {
        return value.asText().matches("[0-9]{1,6}") ? Integer.parseInt(value.asText()) : -1;
    }

    private static EvaluationException malformed() {
        return new EvaluationException(
                "Template error: every Fn::Cidr object requires two parameters, (1) a block of IPv4"
                        + " addresses and (2) a count from 1 to 256, and may have (3) the number of bits of each block");
    }
}
