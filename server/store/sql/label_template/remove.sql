DELETE FROM label_templates WHERE warehouse_id = $1 AND name = $2
