SELECT id, code, kind, aisle, bay, level, position, x_mm, y_mm
FROM locations
WHERE warehouse_id = $1 AND kind IN ('storage', 'pick_face', 'pack_desk', 'dock', 'staging', 'quarantine')
ORDER BY pick_sequence, code
