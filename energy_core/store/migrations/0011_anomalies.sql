-- What the detectors keep of each meter (`until_us`: stamps below it are in `state`; `stale`: its past
-- is to be gone through again), what people asked of them, and what they found.
CREATE SEQUENCE energy.incident_ids;
CREATE TABLE energy.detecting (
    meter INTEGER, state BLOB, until_us BIGINT, level VARCHAR, stale BOOLEAN
);
CREATE TABLE energy.sensitivities (meter INTEGER, sensitivity VARCHAR);
CREATE TABLE energy.incidents (
    id INTEGER, meter INTEGER, kind VARCHAR, layer UTINYINT, severity VARCHAR,
    start_ts TIMESTAMPTZ, end_ts TIMESTAMPTZ, detected TIMESTAMPTZ, score DOUBLE, excess_wh DOUBLE,
    facts VARCHAR, verdict VARCHAR, author VARCHAR, judged TIMESTAMPTZ
);
