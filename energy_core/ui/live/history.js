// The house's power over time, in buckets of one second that keep their extremes.

class PowerTrace {
  constructor(seconds = TRACE_SECONDS) {
    this.seconds = seconds;
    this.buckets = []; // {t, min, max, last}, in time order
  }

  add(ts, value) {
    const t = Math.floor(ts);
    const last = this.buckets.at(-1);
    if (last && t < last.t) return;
    if (last?.t === t) extend(last, value);
    else this.buckets.push({ t, min: value, max: value, last: value });
    while (this.buckets[0].t < t - this.seconds - 60) this.buckets.shift();
  }

  within(start) {
    return this.buckets.filter(({ t }) => t >= start);
  }
}

function extend(bucket, value) {
  bucket.min = Math.min(bucket.min, value);
  bucket.max = Math.max(bucket.max, value);
  bucket.last = value;
}

// The house's trace from those of its meters: at each instant, the balance of what was known then.
function traceOf(meters, seconds) {
  const trace = new PowerTrace(seconds);
  const needed = neededMeters(partsOf(meters, 0));
  const past = new Map(needed.map((meter) => [meter.slug, { ...meter, value: null }]));
  const readings = needed
    .flatMap(({ slug, trace: points }) => points.map(([ts, value]) => ({ slug, ts, value })))
    .sort((a, b) => a.ts - b.ts);
  readings.forEach(({ slug, ts, value }, i) => {
    past.get(slug).value = value;
    const instantIsWhole = readings[i + 1]?.ts !== ts;
    const all = [...past.values()];
    if (instantIsWhole && all.every((meter) => meter.value !== null))
      trace.add(ts, homePower(partsOf(all, ts)));
  });
  return trace;
}

// One hour as read, one day in quarter-hours, from the server: {buckets, step, end, means}. A meter
// of the whole house keeps its extremes; those of a sum cannot be known: it is said to be `means`.
async function longTrace(house, seconds) {
  const end = house.now();
  const resolution = seconds > 3600 ? "15m" : "raw";
  const needed = neededMeters(partsOf(presentOf(house), end));
  const series = await Promise.all(needed.map(({ slug }) => seriesOf(slug, end - seconds, end, resolution)));
  const step = resolution === "15m" ? 900 : 0;
  const recorded = step ? end - (end % step) : end - TRACE_SECONDS;
  const own = series.length === 1;
  const buckets = own ? series[0].map(bucketOf) : summed(needed, series, seconds + 3600);
  return { buckets: buckets.filter(({ t }) => t < recorded), step, end: recorded, means: step > 0 && !own };
}

function bucketOf({ t, mean, low, high }) {
  return { t, min: low ?? mean, max: high ?? mean, last: mean };
}

function summed(meters, series, seconds) {
  const known = meters.map((meter, i) => ({ ...meter, trace: series[i].map(({ t, mean }) => [t, mean]) }));
  return traceOf(known, seconds).buckets;
}

async function seriesOf(slug, from, to, resolution) {
  const query = new URLSearchParams({
    meter: slug,
    from: new Date(from * 1000).toISOString(),
    to: new Date(to * 1000).toISOString(),
    resolution,
  });
  const answer = await fetch(`${API}/series?${query}`);
  if (!answer.ok) throw new Error(`series: status ${answer.status}`);
  const { points } = await answer.json();
  return points
    .filter(({ mean_w: mean }) => mean !== null && mean !== undefined)
    .map(({ start, mean_w: mean, min_w: low, max_w: high }) => ({ t: new Date(start).getTime() / 1000, mean, low, high }));
}
