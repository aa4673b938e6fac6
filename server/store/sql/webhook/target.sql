SELECT webhooks.url, webhooks.secret, events.at_ms FROM webhooks
JOIN events ON events.id = $2
WHERE webhooks.id = $1
