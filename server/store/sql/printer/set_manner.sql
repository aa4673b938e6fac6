UPDATE printers SET format = $2, dpi = $3, answers = $4 WHERE id = $1
