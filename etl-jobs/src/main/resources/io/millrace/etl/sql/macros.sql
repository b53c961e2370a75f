-- Trino's meaning where it depends on the arguments' types; DuckDB picks the overload.
CREATE MACRO trino_divide(a BIGINT, b BIGINT) AS CASE WHEN b = 0 THEN error('DIVISION_BY_ZERO: Division by zero') ELSE a // b END, (a DOUBLE, b DOUBLE) AS a / b, (a DECIMAL, b DECIMAL) AS CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN CAST(error('NOT_SUPPORTED: Division of decimals is not supported: cast one side to double') AS DOUBLE) END;
CREATE MACRO trino_mod(a BIGINT, b BIGINT) AS CASE WHEN b = 0 THEN error('DIVISION_BY_ZERO: Division by zero') ELSE a % b END, (a, b) AS a % b;
CREATE MACRO trino_plus(a DATE, b INTERVAL) AS CAST(a + b AS DATE), (a, b) AS a + b;
CREATE MACRO trino_minus(a DATE, b INTERVAL) AS CAST(a - b AS DATE), (a, b) AS a - b;
CREATE MACRO trino_date_trunc(u, a DATE) AS CAST(date_trunc(u, a) AS DATE), (u, a) AS date_trunc(u, a);
CREATE MACRO trino_sum(a HUGEINT) AS CAST(a AS BIGINT), (a DOUBLE) AS a, (a) AS a;
CREATE MACRO trino_count(a) AS CAST(a AS BIGINT);
CREATE MACRO trino_ceil(a BIGINT) AS a, (a) AS ceil(a);
CREATE MACRO trino_floor(a BIGINT) AS a, (a) AS floor(a);
CREATE MACRO trino_round(a BIGINT) AS a, (a) AS round(a);
CREATE MACRO trino_truncate(a BIGINT) AS a, (a) AS trunc(a);
CREATE MACRO trino_substr(s, n) AS CASE WHEN n = 0 OR n < -length(s) THEN '' ELSE substr(s, n) END;
CREATE MACRO trino_substr3(s, n, l) AS CASE WHEN n = 0 OR n < -length(s) OR l <= 0 THEN '' ELSE substr(s, n, l) END;
CREATE MACRO trino_integer(a DOUBLE) AS round(a), (a FLOAT) AS round(a), (a) AS a;
CREATE MACRO trino_text(a TIMESTAMP) AS strftime(a, '%Y-%m-%d %H:%M:%S.%g'), (a TIMESTAMP WITH TIME ZONE) AS strftime(a, '%Y-%m-%d %H:%M:%S.%g') || ' UTC', (a) AS CAST(a AS VARCHAR);
