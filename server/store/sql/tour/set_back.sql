UPDATE orders SET status = $2 WHERE id = $1 AND status IN ('picking', 'picked')
