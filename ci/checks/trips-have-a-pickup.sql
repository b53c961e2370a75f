-- name: Every trip says when it began
-- expect: no rows
SELECT * FROM ${LakeTable} WHERE pickup_datetime IS NULL
