"""An anomaly as one English sentence of its own kind, for a terminal."""

from __future__ import annotations

from collections.abc import Callable

from energy_core.analysis.detectors.event import Anomaly, Event


def sentence(event: Event) -> str:
    """What happened, and what was usual."""
    return _SENTENCES[event.kind](event)


def _power(event: Event, name: str) -> str:
    watts = event.facts.get(name)
    if not isinstance(watts, float):
        return "?"
    return f"{watts / 1000:.1f} kW" if abs(watts) >= 1000 else f"{watts:.3g} W"


def _number(event: Event, name: str) -> str:
    number = event.facts.get(name)
    return f"{number:.3g}" if isinstance(number, float) else "?"


def _spike(event: Event) -> str:
    if "highest_w" in event.facts:
        highest = _power(event, "highest_w")
        return f"{_power(event, 'value_w')}; never more than {highest} in the weeks before"
    return f"{_power(event, 'value_w')}; usual at this hour: {_power(event, 'usual_w')}"


def _drop_out(event: Event) -> str:
    usual = "lowest_w" if "lowest_w" in event.facts else "usual_w"
    word = "never below" if usual == "lowest_w" else "usual at this hour:"
    return f"Only {_power(event, 'value_w')}; {word} {_power(event, usual)}"


def _hours(event: Event) -> str:
    return (
        f"{_power(event, 'value_w')} on average for {_number(event, 'hours')} h; "
        f"usual at these hours: {_power(event, 'usual_w')}"
    )


def _day(event: Event) -> str:
    return (
        f"A day of {_power(event, 'value_w')} on average; "
        f"days like it have {_power(event, 'usual_w')}"
    )


def _changed(what: str) -> Callable[[Event], str]:
    def told(event: Event) -> str:
        percent = event.facts.get("percent", 0.0)
        way = "higher" if isinstance(percent, float) and percent > 0 else "lower"
        size = abs(percent) if isinstance(percent, float) else 0.0
        return (
            f"{what} has been {size:.0f} % {way} for {_number(event, 'days')} days "
            f"({_power(event, 'value_w')}; usual: {_power(event, 'usual_w')})"
        )

    return told


def _repeated(event: Event) -> str:
    if event.facts.get("why") == "stamps":
        one, other = _number(event, "value"), _number(event, "other")
        return f"Two values for one moment: {one} and {other}"
    return f"{_number(event, 'hours')} h are a {event.facts.get('why')}"


_SENTENCES: dict[Anomaly, Callable[[Event], str]] = {
    Anomaly.MISSING: lambda e: f"No readings since {e.start:%H:%M} UTC",
    Anomaly.REPEATED: _repeated,
    Anomaly.COUNTER_RESET: lambda e: (
        f"The register fell from {_number(e, 'before')} to {_number(e, 'after')}"
    ),
    Anomaly.NEGATIVE: lambda e: f"{_power(e, 'value_w')}, where nothing was ever below zero",
    Anomaly.STUCK: lambda e: f"The same value, {_power(e, 'value_w')}, for {_number(e, 'hours')} h",
    Anomaly.INTERPOLATED: lambda e: (
        f"A straight line for {_number(e, 'hours')} h: these values were not measured"
    ),
    Anomaly.CLOCK_SHIFTED: lambda e: (
        f"The day's shape has been {_number(e, 'hours')} h late for {_number(e, 'days')} days"
    ),
    Anomaly.UNIT_CHANGE: lambda e: f"Values are about {_number(e, 'factor')} times what they were",
    Anomaly.NIGHT_PRODUCTION: lambda e: f"{_power(e, 'value_w')} of production in the dark",
    Anomaly.SPIKE: _spike,
    Anomaly.DROP_OUT: _drop_out,
    Anomaly.UNUSUAL_HOURS: _hours,
    Anomaly.UNUSUAL_DAY: _day,
    Anomaly.LEVEL_SHIFT: _changed("Use"),
    Anomaly.JUMP: lambda e: f"From {_number(e, 'usual')} to {_number(e, 'value')} at once",
    Anomaly.DRIFT: _changed("Use"),
    Anomaly.BASE_LOAD: _changed("The base load"),
    Anomaly.PV_OUTAGE: lambda e: (
        f"No production for {_number(e, 'hours')} h of light; usual: {_power(e, 'usual_w')}"
    ),
    Anomaly.PV_LOSS: _changed("What the sun makes"),
}
