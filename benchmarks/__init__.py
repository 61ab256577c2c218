"""Measured figures, beside the peers' in the same run: `python -m benchmarks [name…] [--quick]`."""
