package io.millrace.etl.lane.expression.sql;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.expression.Expression;
import io.millrace.etl.lane.expression.Expression.Cast.Failure;
import io.millrace.etl.lane.expression.ExpressionTypeException;
import io.millrace.etl.lane.expression.Expressions;
import io.trino.sql.tree.BooleanLiteral;
import io.trino.sql.tree.DecimalLiteral;
import io.trino.sql.tree.DoubleLiteral;
import io.trino.sql.tree.GenericLiteral;
import io.trino.sql.tree.Literal;
import io.trino.sql.tree.LongLiteral;
import io.trino.sql.tree.NullLiteral;
import io.trino.sql.tree.StringLiteral;
import io.trino.sql.tree.TimestampLiteral;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Constants. */
final class SqlLiterals {
    private static final long MICROS = 1_000_000;

    private SqlLiterals() {}

    static Expression of(Literal node) {
        if (node instanceof NullLiteral) {
            return new Expression.Literal(null, Primitive.STRING);
        }
        if (node instanceof BooleanLiteral literal) {
            return new Expression.Literal(literal.getValue(), Primitive.BOOLEAN);
        }
        if (node instanceof StringLiteral literal) {
            return new Expression.Literal(literal.getValue(), Primitive.STRING);
        }
        if (node instanceof LongLiteral literal) {
            long value = literal.getParsedValue();
            return new Expression.Literal(value, value == (int) value ? Primitive.INT : Primitive.BIGINT);
        }
        if (node instanceof DoubleLiteral literal) {
            return new Expression.Literal(literal.getValue(), Primitive.DOUBLE);
        }
        if (node instanceof DecimalLiteral literal) {
            return decimal(new BigDecimal(literal.getValue().replace("_", "")));
        }
        if (node instanceof TimestampLiteral literal) {
            return timestamp(literal.getValue());
        }
        if (node instanceof GenericLiteral literal) {
            return generic(literal);
        }
        throw new UnsupportedSqlException(node.toString());
    }

    private static Expression decimal(BigDecimal value) {
        int scale = Math.max(value.scale(), 0);
        int precision = Math.max(value.precision(), scale);
        if (precision > HiveType.Decimal.MAX_PRECISION) {
            throw new ExpressionTypeException(
                    "%s has more than %d digits".formatted(value.toPlainString(), HiveType.Decimal.MAX_PRECISION));
        }
        return new Expression.Literal(value.setScale(scale).unscaledValue(), new HiveType.Decimal(precision, scale));
    }

    private static Expression timestamp(String text) {
        try {
            String iso = text.strip().replaceFirst("\\s+", "T");
            LocalDateTime value = iso.contains("T")
                    ? LocalDateTime.parse(iso)
                    : LocalDate.parse(iso).atStartOfDay();
            long seconds = value.toEpochSecond(ZoneOffset.UTC);
            return new Expression.Literal(
                    Math.addExact(Math.multiplyExact(seconds, MICROS), value.get(ChronoField.MICRO_OF_SECOND)),
                    Primitive.TIMESTAMP);
        } catch (DateTimeException | ArithmeticException e) {
            throw new ExpressionTypeException(
                    "TIMESTAMP '%s' must be yyyy-mm-dd hh:mm:ss with up to six digits of a second".formatted(text));
        }
    }

    private static Expression generic(GenericLiteral literal) {
        String type = literal.getType().toLowerCase(Locale.ROOT);
        if (type.equals("date")) {
            try {
                return new Expression.Literal(
                        LocalDate.parse(literal.getValue().strip()).toEpochDay(), Primitive.DATE);
            } catch (DateTimeException e) {
                throw new ExpressionTypeException("DATE '%s' must be yyyy-mm-dd".formatted(literal.getValue()));
            }
        }
        return switch (type) {
            case "tinyint", "smallint", "bigint", "double" -> cast(literal, HiveType.parse(type));
            case "integer", "int" -> cast(literal, Primitive.INT);
            case "real" -> cast(literal, Primitive.FLOAT);
            case "decimal" -> decimal(new BigDecimal(literal.getValue().strip()));
            default -> throw new UnsupportedSqlException(literal.toString());
        };
    }

    private static Expression cast(GenericLiteral literal, HiveType type) {
        return Expressions.cast(new Expression.Literal(literal.getValue(), Primitive.STRING), type, Failure.FAIL);
    }
}
