UPDATE orders SET status = 'shipped' WHERE id = $1 AND status = 'packed'
