UPDATE orders SET status = 'packing' WHERE id = $1 AND status = 'picked'
