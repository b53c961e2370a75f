-- name: Trips end after they began
-- Meters with a wrong clock are in the city's data, too; more than one in a hundred is a parsing error.
-- expect: value <= 0.01
SELECT CAST(count(*) FILTER (WHERE CAST(dropoff_datetime AS timestamp) < CAST(pickup_datetime AS timestamp)) AS double) / count(*)
FROM ${LakeTable}
