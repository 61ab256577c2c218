"""What a meter's customer port says: telegrams of OBIS codes, kept as text."""
