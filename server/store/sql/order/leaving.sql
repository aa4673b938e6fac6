SELECT number, remainder, backorder_of IS NOT NULL FROM orders WHERE id = $1
