-- Work that went on without the network and that the server refused once it was back. The file of the same name for the other
-- engine says the same with that engine's types.

-- What a handheld answered by itself and the server could not follow: goods may have moved, and the book does not say so.
CREATE TABLE exceptions (
    id UUID NOT NULL PRIMARY KEY,
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    user_id UUID NOT NULL REFERENCES users (id),
    -- the pick of the tour's stop that the commands were made for
    line_id UUID NOT NULL,
    -- the command that was refused first, why, and how many were refused in all
    command_id UUID NOT NULL,
    reason TEXT NOT NULL,
    commands BIGINT NOT NULL CHECK (commands > 0),
    -- the goods that the operator moved, where the commands came that far
    moved_base BIGINT CHECK (moved_base > 0),
    location_id UUID REFERENCES locations (id),
    sku TEXT NOT NULL DEFAULT '',
    lot TEXT NOT NULL DEFAULT '',
    unit_code TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL CHECK (status IN ('open', 'resolved')),
    created_at_ms BIGINT NOT NULL,
    resolved_at_ms BIGINT,
    resolved_by UUID REFERENCES users (id),
    note TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX exceptions_of_line ON exceptions (user_id, line_id) WHERE status = 'open';
CREATE INDEX exceptions_of_warehouse ON exceptions (warehouse_id, status, id);
