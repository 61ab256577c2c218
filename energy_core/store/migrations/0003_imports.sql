-- A file that was imported is one batch; its number is in the same row of numbers as `batches`.
CREATE TABLE energy.imports (
    batch INTEGER, file VARCHAR, sha256 VARCHAR, format VARCHAR, policy VARCHAR,
    created TIMESTAMPTZ, state VARCHAR, reason VARCHAR,
    fresh BIGINT, same BIGINT, different BIGINT, refused BIGINT, summary VARCHAR
);
-- Meters that were made for an import: they go with their last reading.
CREATE TABLE energy.import_meters (batch INTEGER, slug VARCHAR);
-- Which meter a person chose for a series of a file.
CREATE TABLE energy.import_targets (identity VARCHAR, slug VARCHAR);
-- What other batches say of a stamp that shows the reading of one: the highest rank is shown
-- when that one is taken back.
CREATE TABLE energy.claims (
    meter INTEGER, ts TIMESTAMPTZ, value DOUBLE, quality UTINYINT, batch INTEGER, rank BIGINT
);
-- Batches that are being taken back, and the meters they had readings of.
CREATE TABLE energy.undoing (batch INTEGER, meter INTEGER);
