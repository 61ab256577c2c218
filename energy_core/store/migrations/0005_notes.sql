-- What people wrote about a time: drawn on the time axis. `meter` is null where it is about the house.
CREATE TABLE energy.notes (
    id INTEGER, meter INTEGER, start_ts TIMESTAMPTZ, end_ts TIMESTAMPTZ,
    words VARCHAR, author VARCHAR, created TIMESTAMPTZ
);
