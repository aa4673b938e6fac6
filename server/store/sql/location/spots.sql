SELECT id, code, aisle, bay, level, position, x_mm, y_mm, kind = 'pack_desk' AS desk
FROM locations
WHERE warehouse_id = $1 AND kind IN ('storage', 'pick_face', 'pack_desk')
ORDER BY pick_sequence, code
