UPDATE orders SET status = 'packed' WHERE id = $1 AND status = 'packing'
