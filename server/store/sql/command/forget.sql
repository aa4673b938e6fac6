DELETE FROM commands WHERE at_ms < $1
