SELECT number, epoch FROM events WHERE /*settled*/ ORDER BY epoch DESC, number DESC LIMIT 1
