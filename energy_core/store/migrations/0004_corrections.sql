-- What people said of readings that are wrong or missing: overlays, applied in the order of their
-- ids; readings never change. A correction's own readings (filled, replaced) stand beside it.
CREATE TABLE energy.corrections (
    id INTEGER, meter INTEGER, kind VARCHAR, start_ts TIMESTAMPTZ, end_ts TIMESTAMPTZ,
    parameters VARCHAR, reason VARCHAR, author VARCHAR, created TIMESTAMPTZ, undone TIMESTAMPTZ
);
CREATE TABLE energy.correction_values (correction INTEGER, ts TIMESTAMPTZ, value DOUBLE);
ALTER TABLE energy.quarters ADD COLUMN corrected_s DOUBLE DEFAULT 0;
