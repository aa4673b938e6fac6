SELECT label_templates.name, users.name AS changed_by, label_templates.changed_at_ms
FROM label_templates JOIN users ON users.id = label_templates.changed_by
WHERE label_templates.warehouse_id = $1
ORDER BY label_templates.name
