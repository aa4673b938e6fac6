-- What is said of how a warehouse is walked beyond where its bins stand: one-way aisles, start and ends, halls, links; as JSON.
ALTER TABLE warehouses ADD COLUMN ways TEXT NOT NULL DEFAULT '{}';
