-- How long a tour's walk was planned, and what it would have been: through each aisle with picks, and bin by bin along the pick
-- sequence. NULL where the layout was not known.
ALTER TABLE tours ADD COLUMN walk_mm BIGINT;
ALTER TABLE tours ADD COLUMN s_shape_mm BIGINT;
ALTER TABLE tours ADD COLUMN by_bin_mm BIGINT;

-- Cross aisles between the first and the last, as a JSON array of places along the aisles in millimetres.
ALTER TABLE warehouses ADD COLUMN cross_aisles_mm TEXT NOT NULL DEFAULT '[]';
