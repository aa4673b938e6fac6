-- Raised by whatever changes where bins stand, so that a layout once read is used until then.
ALTER TABLE warehouses ADD COLUMN layout_version BIGINT NOT NULL DEFAULT 0;
CREATE FUNCTION locations_were_added() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE warehouses SET layout_version = layout_version + 1 WHERE id IN (SELECT warehouse_id FROM added);
    RETURN NULL;
END
$$;
CREATE TRIGGER locations_added AFTER INSERT ON locations REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION locations_were_added();
CREATE FUNCTION location_was_moved() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE warehouses SET layout_version = layout_version + 1 WHERE id = NEW.warehouse_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER locations_moved AFTER UPDATE OF kind, aisle, x_mm, y_mm ON locations
FOR EACH ROW WHEN ((OLD.kind, OLD.aisle, OLD.x_mm, OLD.y_mm) IS DISTINCT FROM (NEW.kind, NEW.aisle, NEW.x_mm, NEW.y_mm))
EXECUTE FUNCTION location_was_moved();
