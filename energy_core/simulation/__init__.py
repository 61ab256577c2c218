"""A seeded home with labelled faults. Pure but for `client`, which speaks HTTP."""
