"""How well anomalies are found: real meters with injected faults, labelled series, the simulator.

`python -m benchmarks anomaly` measures all of it and writes docs/accuracy.md; `python -m
benchmarks.anomaly` is the short look at what was missed and what was a false alarm.
"""
