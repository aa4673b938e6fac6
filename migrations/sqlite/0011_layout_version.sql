-- Raised by whatever changes where bins stand, so that a layout once read is used until then.
ALTER TABLE warehouses ADD COLUMN layout_version INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER locations_added AFTER INSERT ON locations BEGIN
    UPDATE warehouses SET layout_version = layout_version + 1 WHERE id = NEW.warehouse_id;
END;
CREATE TRIGGER locations_moved AFTER UPDATE OF kind, aisle, x_mm, y_mm ON locations
WHEN (OLD.kind, OLD.aisle, OLD.x_mm, OLD.y_mm) IS NOT (NEW.kind, NEW.aisle, NEW.x_mm, NEW.y_mm) BEGIN
    UPDATE warehouses SET layout_version = layout_version + 1 WHERE id = NEW.warehouse_id;
END;
