INSERT INTO receipt_pallets (code, receipt_id)
SELECT code, $1 FROM /*rows $2 (code text)*/ AS pallet
