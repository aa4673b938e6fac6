-- Receiving in full: documents of more kinds than NF-e, blind receipts, tolerances, quarantine at the dock, pallets that a document
-- announces, and goods that come back from customers. The file of the same name for the other engine says the same with that
-- engine's types.

-- how much more than expected may come in, in percent of it; the receipt's own before the item's before the warehouse's
ALTER TABLE warehouses ADD COLUMN over_receipt_percent BIGINT NOT NULL DEFAULT 0 CHECK (over_receipt_percent BETWEEN 0 AND 100);
-- whether those who receive are not told how much is expected
ALTER TABLE warehouses ADD COLUMN blind_receipts BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE items ADD COLUMN over_receipt_percent BIGINT CHECK (over_receipt_percent BETWEEN 0 AND 100);
-- days of life that a lot must still have when it comes in
ALTER TABLE items ADD COLUMN arrival_days_min BIGINT NOT NULL DEFAULT 0 CHECK (arrival_days_min >= 0);

ALTER TABLE receipts ADD COLUMN kind TEXT NOT NULL DEFAULT 'nfe' CHECK (kind IN ('nfe', 'purchase_order', 'asn', 'blind'));
ALTER TABLE receipts ADD COLUMN blind BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE receipts ADD COLUMN over_receipt_percent BIGINT CHECK (over_receipt_percent BETWEEN 0 AND 100);
UPDATE receipts SET kind = 'purchase_order' WHERE access_key IS NULL;

-- how much of what came in went to quarantine, and how much has gone back to the supplier since
ALTER TABLE receipt_lines ADD COLUMN quarantined_base BIGINT NOT NULL DEFAULT 0
    CHECK (quarantined_base >= 0 AND quarantined_base <= received_base);
ALTER TABLE receipt_lines ADD COLUMN sent_back_base BIGINT NOT NULL DEFAULT 0
    CHECK (sent_back_base >= 0 AND sent_back_base <= received_base);
CREATE INDEX receipt_lines_of_item ON receipt_lines (item_id);

-- Pallets that a document announces: one scan of the SSCC takes all of one in.
CREATE TABLE receipt_pallets (
    code TEXT NOT NULL PRIMARY KEY,
    receipt_id UUID NOT NULL REFERENCES receipts (id)
);
CREATE INDEX receipt_pallets_of_receipt ON receipt_pallets (receipt_id);

CREATE TABLE receipt_pallet_lines (
    pallet_code TEXT NOT NULL REFERENCES receipt_pallets (code),
    receipt_line_id UUID NOT NULL REFERENCES receipt_lines (id),
    -- the code of a lot that the line announces; empty where nobody tells lots apart
    lot TEXT NOT NULL,
    quantity_base BIGINT NOT NULL CHECK (quantity_base > 0),
    PRIMARY KEY (pallet_code, receipt_line_id, lot)
);

-- how much of what a parcel held has come back
ALTER TABLE parcel_lines ADD COLUMN returned_base BIGINT NOT NULL DEFAULT 0
    CHECK (returned_base >= 0 AND returned_base <= quantity_base);
