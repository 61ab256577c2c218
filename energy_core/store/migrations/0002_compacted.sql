-- Months whose readings were rewritten in the order that takes least space, and how many they were.
CREATE TABLE energy.compacted (month TIMESTAMPTZ, readings BIGINT);
