"""The check of causality passes what can be found again and tells what cannot."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.anomaly import causality, ours
from benchmarks.anomaly.injecting import Run
from benchmarks.anomaly.measuring import Measured
from tests.benchmarks.meters import house


def test_an_alarm_that_a_cut_file_does_not_give_is_told() -> None:
    meter = house()
    there = (meter.t < meter.t[1000]) | (meter.t >= meter.t[1008])
    gap = replace(meter, t=meter.t[there], value=meter.value[there])
    found = ours.find(gap)
    true = next(alarm for alarm in found.alarms if alarm.kind == "missing")
    early = replace(true, detected=true.detected - 7200)
    told = replace(found, alarms=(true, early))
    measured = Measured(meter, found, (Run(gap, ()),), (told,))
    checked = causality.check([measured], cuts=10)
    assert (checked.cuts, checked.same) == (2, 1)
    assert checked.different == (("house", early),)
