package io.millrace.etl.sql;

import io.trino.sql.tree.BinaryLiteral;
import io.trino.sql.tree.BooleanLiteral;
import io.trino.sql.tree.DecimalLiteral;
import io.trino.sql.tree.DoubleLiteral;
import io.trino.sql.tree.GenericLiteral;
import io.trino.sql.tree.IntervalLiteral;
import io.trino.sql.tree.Literal;
import io.trino.sql.tree.LongLiteral;
import io.trino.sql.tree.NullLiteral;
import io.trino.sql.tree.StringLiteral;
import io.trino.sql.tree.TimestampLiteral;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** Renders literals. */
final class LiteralRenderer {
    private static final Pattern ZONE = Pattern.compile(".*(\\d[+-]\\d\\d:\\d\\d|[A-Za-z]\\s*)$");

    private LiteralRenderer() {}

    static String render(Literal node) {
        if (node instanceof StringLiteral text) {
            return DuckDbText.literal(text.getValue());
        } else if (node instanceof LongLiteral number) {
            return Long.toString(number.getParsedValue());
        } else if (node instanceof DecimalLiteral number) {
            return number.getValue();
        } else if (node instanceof DoubleLiteral number) {
            return "CAST(" + number.getValue() + " AS DOUBLE)";
        } else if (node instanceof BooleanLiteral bool) {
            return bool.getValue() ? "true" : "false";
        } else if (node instanceof NullLiteral) {
            return "NULL";
        } else if (node instanceof BinaryLiteral binary) {
            return "unhex('" + HexFormat.of().formatHex(binary.getValue()) + "')";
        } else if (node instanceof TimestampLiteral timestamp) {
            boolean zoned = ZONE.matcher(timestamp.getValue()).matches();
            String type = zoned ? "TIMESTAMP WITH TIME ZONE" : "TIMESTAMP";
            return "CAST(" + DuckDbText.literal(timestamp.getValue()) + " AS " + type + ")";
        } else if (node instanceof GenericLiteral generic) {
            return generic(generic);
        }
        throw SqlException.notSupported(node, "Literal " + node + " is not supported");
    }

    private static String generic(GenericLiteral node) {
        String type = node.getType().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "date", "double", "bigint", "smallint", "tinyint", "varchar", "real", "boolean", "integer" ->
                "CAST(" + DuckDbText.literal(node.getValue()) + " AS " + type + ")";
            // DuckDB would take decimal(18,3); Trino takes the digits given.
            case "decimal" -> decimal(node);
            default -> throw SqlException.notSupported(node, "Literal of type " + type + " is not supported");
        };
    }

    private static String decimal(GenericLiteral node) {
        if (!node.getValue().matches("[+-]?\\d+(\\.\\d*)?")) {
            throw SqlException.notSupported(node, "Decimal literal '" + node.getValue() + "' is not supported");
        }
        return node.getValue().contains(".") ? node.getValue() : node.getValue() + ".";
    }

    static String interval(IntervalLiteral node) {
        if (node.getEndField().isPresent() || !node.getValue().matches("\\d+")) {
            throw SqlException.notSupported(node, "Only intervals of one field and a whole number are supported");
        }
        String sign = node.getSign() == IntervalLiteral.Sign.NEGATIVE ? "-" : "";
        return "INTERVAL '" + sign + node.getValue() + "' " + node.getStartField();
    }
}
