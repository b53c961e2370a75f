-- Trino's meaning where it depends on the arguments' types. Those with typed overloads are certain only where DuckDB knows the type before
-- it binds aggregates and outer columns: ExpressionRenderer.requireKnownType refuses the rest. An error is a cast that fails, as TRY does not catch error().
CREATE MACRO trino_divide(a, b) AS CASE WHEN typeof(a / b) IN ('DOUBLE', 'FLOAT') AND typeof(a) NOT IN ('DOUBLE', 'FLOAT') AND typeof(b) NOT IN ('DOUBLE', 'FLOAT') AND a IS NOT NULL AND b IS NOT NULL THEN CAST('NOT_SUPPORTED: Division of decimals is not supported: cast one side to double' AS TINYINT) WHEN b = 0 AND a IS NOT NULL AND typeof(a / b) NOT IN ('DOUBLE', 'FLOAT') THEN CAST('DIVISION_BY_ZERO: Division by zero' AS TINYINT) WHEN b = 0 AND a IS NOT NULL THEN CAST('NOT_SUPPORTED: Division of a double by zero is not supported' AS TINYINT) ELSE a / b END;
CREATE MACRO trino_mod(a, b) AS CASE WHEN b = 0 AND a IS NOT NULL THEN CAST('DIVISION_BY_ZERO: Division by zero' AS TINYINT) ELSE a % b END;
CREATE MACRO trino_plus(a DATE, b INTERVAL) AS CAST(a + b AS DATE), (a, b) AS a + b;
CREATE MACRO trino_minus(a DATE, b INTERVAL) AS CAST(a - b AS DATE), (a, b) AS a - b;
CREATE MACRO trino_date_trunc(u, a DATE) AS CAST(date_trunc(u, a) AS DATE), (u, a) AS date_trunc(u, a);
CREATE MACRO trino_count(a) AS CAST(a AS BIGINT);
CREATE MACRO trino_ceil(a BIGINT) AS a, (a) AS ceil(a);
CREATE MACRO trino_floor(a BIGINT) AS a, (a) AS floor(a);
CREATE MACRO trino_truncate(a BIGINT) AS a, (a) AS trunc(a);
CREATE MACRO trino_integer(a BIGINT) AS a, (a DECIMAL(38, 10)) AS a, (a DOUBLE) AS round(a), (a FLOAT) AS round(a), (a) AS a;
CREATE MACRO trino_substr(s, n) AS CASE WHEN n = 0 OR n < -length(s) THEN '' ELSE substr(s, n) END;
CREATE MACRO trino_substr3(s, n, l) AS CASE WHEN n = 0 OR n < -length(s) OR l <= 0 THEN '' ELSE substr(s, n, l) END;
CREATE MACRO trino_text(a) AS CASE typeof(a) WHEN 'TIMESTAMP' THEN strftime(TRY_CAST(CAST(a AS VARCHAR) AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g') WHEN 'TIMESTAMP WITH TIME ZONE' THEN strftime(TRY_CAST(TRY_CAST(CAST(a AS VARCHAR) AS TIMESTAMP WITH TIME ZONE) AS TIMESTAMP), '%Y-%m-%d %H:%M:%S.%g') || ' UTC' ELSE CAST(a AS VARCHAR) END;
