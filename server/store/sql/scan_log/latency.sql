UPDATE scan_log SET latency_us = $2 WHERE id = $1
