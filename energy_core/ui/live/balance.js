// Where the electricity comes from and where it goes, from the meters' figures. Pure.
// production + import + discharge = consumption + export + charge; what does not close is
// `unaccounted`, never hidden.

const PARTS = {
  production: "sun",
  grid_import: "bought",
  grid_export: "sold",
  battery_discharge: "discharge",
  battery_charge: "charge",
  consumption: "used",
};
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

function isNested(meter, meters) {
  return meters.some(({ slug, role }) => slug === meter.parent && USES.has(role));
}

function sumUp(part, now) {
  const known = part.meters.filter(({ value }) => value !== null);
  part.value = known.length ? known.reduce((sum, { value }) => sum + value, 0) : null;
  part.silent = part.meters.length > 0 && part.meters.some((meter) => isSilent(meter, now));
  part.ts = Math.min(...part.meters.map(({ ts }) => ts ?? -Infinity));
}

function sourcesMinusSinks({ sun, bought, discharge, sold, charge }) {
  return sun.value + bought.value + discharge.value - sold.value - charge.value;
}

// The whole house [W]: measured, else what the sources leave, else the sum of its uses.
function homePower(parts) {
  if (parts.used.value !== null) return parts.used.value;
  if (parts.sun.value !== null || parts.bought.value !== null || parts.discharge.value !== null)
    return Math.max(0, sourcesMinusSinks(parts));
  const known = parts.uses.filter(({ value }) => value !== null);
  return known.length ? known.reduce((sum, { value }) => sum + value, 0) : null;
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
  const unaccounted = wanted.home + wanted.battery + wanted.grid - left.sun - left.battery - left.grid;
  return { flows, unaccounted };
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

// Everything the picture shows: parts, home [W], flows [W], and how far to trust it.
function balanceOf(house) {
  const now = house.now();
  const meters = [...house.meters.values()];
  const parts = partsOf(meters, now);
  const home = homePower(parts);
  const needed = neededMeters(parts);
  const silent = needed.filter((meter) => isSilent(meter, now));
  return {
    now,
    parts,
    home,
    ...flowsOf(parts, home),
    latest: Math.max(...needed.map(({ ts }) => ts ?? -Infinity)),
    since: Math.min(...needed.map(({ ts }) => ts ?? now)),
    stale: needed.length > 0 && silent.length === needed.length,
    doubtful: silent.length > 0,
    hasSources: parts.sun.meters.length + parts.bought.meters.length + parts.discharge.meters.length > 0,
  };
}
