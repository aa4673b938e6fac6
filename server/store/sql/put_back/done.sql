WITH asked AS (
    SELECT put_backs.id, put_backs.quantity_base - put_backs.done_base AS left_base, taken.quantity_base AS taken_base,
        SUM(put_backs.quantity_base - put_backs.done_base) OVER (PARTITION BY put_backs.lot_id ORDER BY put_backs.id)
            - (put_backs.quantity_base - put_backs.done_base) AS before_base
    FROM /*rows $2 (lot_id uuid, quantity_base bigint)*/ AS taken
    JOIN put_backs ON put_backs.lot_id = taken.lot_id
    WHERE put_backs.handling_unit_id = $1 AND put_backs.done_base < put_backs.quantity_base
)
UPDATE put_backs SET done_base = done_base + (
    SELECT CAST(CASE WHEN taken_base - before_base < left_base THEN taken_base - before_base ELSE left_base END AS BIGINT)
    FROM asked WHERE asked.id = put_backs.id
)
WHERE id IN (SELECT id FROM asked WHERE before_base < taken_base)
