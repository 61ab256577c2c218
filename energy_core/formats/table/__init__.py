"""The general reader: any table of readings, whoever wrote it."""
