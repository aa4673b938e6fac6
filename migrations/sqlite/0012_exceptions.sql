-- Work that went on without the network and that the server refused once it was back. The file of the same name for the other
-- engine says the same with that engine's types.

-- What a handheld answered by itself and the server could not follow: goods may have moved, and the book does not say so.
CREATE TABLE exceptions (
    id BLOB NOT NULL PRIMARY KEY,
    warehouse_id BLOB NOT NULL REFERENCES warehouses (id),
    user_id BLOB NOT NULL REFERENCES users (id),
    -- the pick of the tour's stop that the commands were made for
    line_id BLOB NOT NULL,
    -- the command that was refused first, why, and how many were refused in all
    command_id BLOB NOT NULL,
    reason TEXT NOT NULL,
    commands INTEGER NOT NULL CHECK (commands > 0),
    -- the goods that the operator moved, where the commands came that far
    moved_base INTEGER CHECK (moved_base > 0),
    location_id BLOB REFERENCES locations (id),
    sku TEXT NOT NULL DEFAULT '',
    lot TEXT NOT NULL DEFAULT '',
    unit_code TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL CHECK (status IN ('open', 'resolved')),
    created_at_ms INTEGER NOT NULL,
    resolved_at_ms INTEGER,
    resolved_by BLOB REFERENCES users (id),
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX exceptions_of_line ON exceptions (user_id, line_id) WHERE status = 'open';
CREATE INDEX exceptions_of_warehouse ON exceptions (warehouse_id, status, id);
