-- name: There are trips
-- database: ${RawDatabase}
-- expect: value >= 1
SELECT count(*) FROM ${RawTable}
