// Where the electricity comes from and where it goes, from the meters' figures. Pure.
// production + import + discharge = consumption + export + charge; what does not close is
// `unaccounted`, or `missing` where a silent meter may be the reason, and never hidden.

const PARTS = {
  production: "sun",
  grid_import: "bought",
  grid_export: "sold",
  battery_discharge: "discharge",
  battery_charge: "charge",
  consumption: "used",
};
const SOURCES = ["sun", "bought", "discharge"];
const OUTLETS = ["used", "sold", "charge"];
const USES = new Set(["ev", "submeter"]);
const NEGLIGIBLE = 5; // W: an inverter's own needle

// {sun, bought, …: {meters, known, silent, value}} plus `uses`, the meters of single uses.
function partsOf(meters, now) {
  const parts = { uses: [] };
  for (const name of Object.values(PARTS)) parts[name] = { meters: [] };
  for (const meter of meters) {
    if (meter.unit !== "W") continue;
    if (PARTS[meter.role]) parts[PARTS[meter.role]].meters.push(meter);
    else if (USES.has(meter.role) && !isNested(meter, meters)) parts.uses.push(meter);
  }
  for (const name of Object.values(PARTS)) sumUp(parts[name], now);
  return parts;
}

// A part of another use is counted in that one.
function isNested(meter, meters) {
  const around = new Set();
  for (let outer = meter; outer && !around.has(outer); outer = meters.find(({ slug }) => slug === outer.parent))
    around.add(outer);
  return [...around].some((outer) => outer !== meter && USES.has(outer.role));
}

function sumUp(part, now) {
  const fresh = part.meters.filter((meter) => !isSilent(meter, now));
  part.value = total(fresh); // of the meters that speak
  part.last = total(part.meters); // of all, as each last said
  part.silent = part.meters.length > 0 && fresh.length === 0;
  part.holed = fresh.length < part.meters.length;
}

// The sum of the known figures, null where none is known.
function total(meters) {
  const known = meters.filter(({ value }) => value !== null);
  return known.length ? known.reduce((sum, { value }) => sum + value, 0) : null;
}

function sourcesMinusSinks({ sun, bought, discharge, sold, charge }) {
  return sun.last + bought.last + discharge.last - sold.last - charge.last;
}

// The whole house [W]: measured, else what the sources leave, else the sum of its uses.
function homePower(parts) {
  if (parts.used.last !== null) return parts.used.last;
  if (SOURCES.some((name) => parts[name].last !== null)) return Math.max(0, sourcesMinusSinks(parts));
  return total(parts.uses);
}

// The meters without which the house's figure would be a guess.
function neededMeters(parts) {
  if (parts.used.meters.length) return parts.used.meters;
  const around = ["sun", "bought", "discharge", "sold", "charge"];
  const needed = around.flatMap((name) => parts[name].meters);
  return needed.length ? needed : parts.uses;
}

// Who feeds whom [W]: the sun first serves the house, then the battery, then the grid.
function flowsOf(parts, home) {
  const left = {
    sun: atLeastZero(parts.sun.value),
    battery: atLeastZero(parts.discharge.value),
    grid: atLeastZero(parts.bought.value),
  };
  const wanted = {
    home: atLeastZero(home),
    battery: atLeastZero(parts.charge.value),
    grid: atLeastZero(parts.sold.value),
  };
  const flows = {};
  for (const [from, to] of FLOW_ORDER) {
    const power = Math.min(left[from], wanted[to]);
    left[from] -= power;
    wanted[to] -= power;
    flows[`${from}-${to}`] = power;
  }
  const gap = wanted.home + wanted.battery + wanted.grid - left.sun - left.battery - left.grid;
  const suspects = gap > 0 ? SOURCES : OUTLETS;
  const missing = suspects.some((name) => parts[name].holed);
  return { flows, unserved: wanted.home, gap, missing };
}

const FLOW_ORDER = [
  ["sun", "home"],
  ["sun", "battery"],
  ["sun", "grid"],
  ["battery", "home"],
  ["battery", "grid"],
  ["grid", "home"],
  ["grid", "battery"],
];

function atLeastZero(value) {
  return value > NEGLIGIBLE ? value : 0;
}

// Everything the picture shows. When the line or every meter is silent, the last moment's: `at`.
// What had fallen silent long before that moment says nothing of it.
function balanceOf(house) {
  const now = house.now();
  const meters = presentOf(house);
  const needed = neededMeters(partsOf(meters, now));
  const stamps = needed.map(({ ts }) => ts).filter((ts) => ts !== null);
  const latest = Math.max(...stamps); // -Infinity before the first reading
  const silent = needed.filter((meter) => isSilent(meter, now));
  const stale = needed.length > 0 && silent.length === needed.length;
  const at = stale || house.connected === false ? Math.min(latest, now) : now;
  const parts = partsOf(meters, at);
  const holed = stale && needed.some((meter) => isSilent(meter, at));
  const home = holed ? null : homePower(parts);
  const since = silent.length && !stale ? Math.min(...silent.map(({ ts }) => ts ?? at)) : latest;
  const archived = stale && needed.every(({ sent }) => !sent);
  const state = { now, at, latest, since, stale, archived, doubtful: silent.length > 0 };
  const hasSources = SOURCES.some((name) => parts[name].meters.length);
  return { ...state, parts, home, hasSources, ...flowsOf(parts, home) };
}
