"""One file a benchmark, found by this folder: a TITLE and `run(bench) -> list[Figure]`."""
