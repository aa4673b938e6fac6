UPDATE orders SET status = $2 WHERE id /*among $1 (id uuid)*/
