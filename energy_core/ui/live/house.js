// What is known of the house now: its meters, each with its last figure, and the line to the
// server. One per page, shared by every component that shows it.

const API = new URL("api/v1", document.baseURI).pathname;
const TRACE_SECONDS = 600;
const SILENT_STEPS = 3;
const SHORTEST_SILENCE = 10; // s: a second's meter may miss a few
const UNKNOWN_STEP = 60; // s, where neither the meter nor its trace tells

class House {
  constructor() {
    this.meters = new Map();
    this.site = null;
    this.skew = 0; // server clock minus ours [s]
    this.connected = null; // null until the first answer
    this.retryAt = null;
    this.lostAt = null;
    this.listeners = new Set();
    this.stream = new LiveStream(`${API}/live`, (event) => this.take(event));
  }

  now() {
    return Date.now() / 1000 + this.skew;
  }

  listen(listener) {
    this.listeners.add(listener);
    return () => this.leave(listener);
  }

  leave(listener) {
    this.listeners.delete(listener);
    if (this.listeners.size === 0) closeHouse(this);
  }

  // In one task from the event to every listener: a figure is on the page as it arrives.
  take({ type, data, retryAt }) {
    if (data?.now) this.skew = data.now - Date.now() / 1000;
    if (type === "open") this.opened();
    else if (type === "lost") this.lost(retryAt);
    else if (type === "snapshot") this.snapshot(data);
    else if (type === "meters") this.replace(data.meters);
    else if (type === "readings") this.readings(data.readings);
    else if (type === "today") this.today(data.today);
    for (const listener of this.listeners) listener(type, data);
  }

  opened() {
    this.connected = true;
    this.lostAt = this.retryAt = null;
  }

  lost(retryAt) {
    this.connected = false;
    this.lostAt ??= this.now();
    this.retryAt = retryAt / 1000 + this.skew;
  }

  snapshot({ site, meters }) {
    this.site = site;
    this.meters.clear();
    this.replace(meters);
  }

  replace(meters) {
    for (const meter of meters) this.meters.set(meter.slug, { trace: [], ...meter });
  }

  readings(readings) {
    this.pause = Date.now() - (this.readAt ?? 0); // [ms] before this message
    this.readAt = Date.now();
    for (const reading of readings) this.reading(reading);
  }

  reading({ meter: slug, ts, value }) {
    const meter = this.meters.get(slug);
    if (!meter || ts < meter.ts) return; // late: it changes the past, not what is now
    meter.ts = ts;
    meter.value = value;
    meter.trace.push([ts, value]);
    while (meter.trace[0][0] < ts - TRACE_SECONDS) meter.trace.shift();
  }

  today(amounts) {
    for (const [slug, today] of Object.entries(amounts)) {
      const meter = this.meters.get(slug);
      if (meter) meter.today = today;
    }
  }
}

// Each component is a module of its own: what they share hangs on the page.
const SHARED = Symbol.for("energy.house");

function sharedHouse() {
  return (globalThis[SHARED] ??= new House());
}

function closeHouse(house) {
  house.stream.close();
  delete globalThis[SHARED];
}

// The middle one of the last intervals between readings [s].
function observedStep(trace) {
  const gaps = trace.slice(-12).map(([ts], i, all) => (i ? ts - all[i - 1][0] : 0));
  const sorted = gaps.filter((gap) => gap > 0).sort((a, b) => a - b);
  return sorted.length > 2 ? sorted[Math.floor(sorted.length / 2)] : UNKNOWN_STEP;
}

function silenceAfter(meter) {
  const step = meter.step_s ?? observedStep(meter.trace);
  return Math.max(SILENT_STEPS * step, SHORTEST_SILENCE);
}

// What only came in files says nothing of now, unless its last reading does, or nothing else is
// there of the house's power.
function presentOf(house) {
  const now = house.now();
  const meters = [...house.meters.values()];
  const present = meters.filter((meter) => meter.sent || !isSilent(meter, now));
  return present.some(({ unit }) => unit === "W") ? present : meters;
}

function isSilent(meter, now) {
  return meter.ts === null || now - meter.ts > silenceAfter(meter);
}
