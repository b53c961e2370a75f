-- name: Rows are in the partition of their month
-- expect: no rows
SELECT year, month, pickup_datetime
FROM ${LakeTable}
WHERE CAST(year AS integer) <> year(CAST(pickup_datetime AS timestamp))
    OR CAST(month AS integer) <> month(CAST(pickup_datetime AS timestamp))
LIMIT 10
