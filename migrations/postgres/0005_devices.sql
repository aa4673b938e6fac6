-- Printers speak more languages than one, and say how they are.
ALTER TABLE printers ADD COLUMN language TEXT NOT NULL DEFAULT 'zpl'
    CHECK (language IN ('zpl', 'tspl', 'epl', 'escpos', 'pdf'));
UPDATE printers SET language = format;
ALTER TABLE printers DROP COLUMN format;
ALTER TABLE printers RENAME COLUMN language TO format;
-- whether it answers when asked how it is; cheap ones never do
ALTER TABLE printers ADD COLUMN answers BOOLEAN NOT NULL DEFAULT TRUE;
-- what it said last: a reason's code, empty when all is well
ALTER TABLE printers ADD COLUMN state TEXT;
ALTER TABLE printers ADD COLUMN state_at_ms BIGINT;
CREATE INDEX printers_of_address ON printers (warehouse_id, address);

-- A station's program at a desk: when it was last heard, and its devices as JSON.
ALTER TABLE stations ADD COLUMN seen_at_ms BIGINT;
ALTER TABLE stations ADD COLUMN devices TEXT NOT NULL DEFAULT '[]';
-- A token of a station's program: good for this station alone.
ALTER TABLE sessions ADD COLUMN station_id UUID REFERENCES stations (id);

-- Which printer prints a kind of label that is asked for at a station; before the warehouse's own default.
CREATE TABLE station_printers (
    station_id UUID NOT NULL REFERENCES stations (id),
    label TEXT NOT NULL,
    printer_id UUID NOT NULL REFERENCES printers (id),
    PRIMARY KEY (station_id, label)
);

-- Why a label is printed again.
ALTER TABLE print_jobs ADD COLUMN why TEXT;
-- The spool of the station that sends the job; none while the server sends it itself.
ALTER TABLE print_jobs ADD COLUMN claimed_by TEXT;

-- What a parcel weighs, as the desk's scale said.
ALTER TABLE parcels ADD COLUMN weight_g BIGINT CHECK (weight_g > 0);

-- Templates of labels that an admin has changed; the others are built in.
CREATE TABLE label_templates (
    warehouse_id UUID NOT NULL REFERENCES warehouses (id),
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    changed_by UUID NOT NULL REFERENCES users (id),
    changed_at_ms BIGINT NOT NULL,
    PRIMARY KEY (warehouse_id, name)
);
