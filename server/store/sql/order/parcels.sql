SELECT sscc, number, status, tracking_code,
    (SELECT CAST(COUNT(*) AS BIGINT) FROM parcels AS others WHERE others.order_id = parcels.order_id) AS total,
    (SELECT print_jobs.id FROM print_jobs WHERE print_jobs.subject = parcels.sscc AND print_jobs.label = 'shipping'
        ORDER BY print_jobs.created_at_ms DESC, print_jobs.id DESC LIMIT 1) AS print_job
FROM parcels WHERE order_id = $1
ORDER BY number
