// A display on a wall: it turns through the trace's ranges, until someone chooses one, and does not
// light the room at night.

const TURN_MS = 20000;
const NIGHT = { from: 22, until: 6.5 }; // hours of the site's clock

class Wall {
  constructor(section, trace) {
    this.section = section;
    this.trace = trace;
    this.turnedAt = Date.now();
  }

  tick() {
    if (this.trace.held || Date.now() - this.turnedAt < TURN_MS) return;
    this.turnedAt = Date.now();
    const next = TRACE_RANGES.indexOf(this.trace.range) + 1;
    this.trace.show(TRACE_RANGES[next % TRACE_RANGES.length]);
  }

  dim(hour) {
    this.section.dataset.night = hour >= NIGHT.from || hour < NIGHT.until;
  }
}
