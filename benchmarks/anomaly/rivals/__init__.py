"""Well-known detectors, run beside ours on the same series.

Each is a module with NAME and `scores(grid, clean)`: how strange each slot is, known at its end;
NaN where it says nothing. `clean`, the series without faults, is there to learn from: they may
know all of it, before and after, which ours never does.
"""
