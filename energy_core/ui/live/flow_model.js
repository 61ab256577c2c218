// What the flow picture shows, as plain data: nodes, lines and the ring's shares. Pure.

const HEATING = /heat|pump|pompe|chauff|clim|boiler|hvac|thermo/i;
const SHOWN_OPEN = 10; // W: what the last decimal can show
const LONGEST_NAME = 18;

function pictureOf(house, balance, format) {
  if (!house.meters.size) return sleepingPicture(format);
  const uses = usesOf(balance);
  const nodes = [
    sunNode(balance, format),
    batteryNode(house, balance, format),
    gridNode(balance, format),
    ...uses.map((use) => useNode(use, balance, format)),
    ...pipeNodes(house, balance, format),
  ].filter((node) => node !== null);
  return { nodes, links: linksOf(nodes, balance), ring: ringOf(balance), ...noteOf(balance) };
}

// Of a house without meters: every place, asleep.
function sleepingPicture(format) {
  const places = { sun: "sun", battery: "battery", grid: "grid", right: "car", left: "heat", others: "uses" };
  const names = { right: "cars", left: "heat_pump", others: "other_uses" };
  const nodes = Object.entries(places).map(([place, icon]) => {
    const tone = names[place] ? "use" : place;
    const name = format.text(names[place] ?? place);
    return { id: place, place, icon, tone, name, figure: NOTHING, unit: "", detail: "", state: "idle", watts: 0 };
  });
  const flows = Object.fromEntries(FLOW_ORDER.map((pair) => [pair.join("-"), 0]));
  return { nodes, links: linksOf(nodes, { flows }), ring: [], open: 0 };
}

function sunNode({ parts, now }, format) {
  if (!parts.sun.meters.length) return null;
  const today = parts.sun.meters.reduce((sum, meter) => sum + (meter.today?.amount ?? 0), 0);
  const detail = today > 0 ? format.text("so_far_today", { energy: withUnit(...format.amount(today, "W")) }) : "";
  return node("sun", "sun", format.text("sun"), parts.sun, parts.sun.value, detail, now, format);
}

function gridNode({ parts, now }, format) {
  const both = together(parts.bought, parts.sold);
  if (!both.meters.length) return null;
  const selling = atLeastZero(parts.sold.value) > atLeastZero(parts.bought.value);
  const watts = selling ? parts.sold.value : parts.bought.value ?? parts.sold.value;
  const detail = atLeastZero(watts) ? format.text(selling ? "selling" : "buying") : "";
  return node("grid", "grid", format.text("grid"), both, watts, detail, now, format);
}

function batteryNode(house, { parts, now, at }, format) {
  const both = together(parts.discharge, parts.charge);
  if (!both.meters.length) return null;
  const charging = atLeastZero(parts.charge.value) > atLeastZero(parts.discharge.value);
  const watts = charging ? parts.charge.value : parts.discharge.value ?? parts.charge.value;
  const detail = atLeastZero(watts) ? format.text(charging ? "charging" : "feeding") : "";
  const level = batteryLevel(house, at);
  const share = level === null ? "" : ` ${withUnit(format.number(level), "%")}`;
  const name = format.text("battery") + share;
  return { ...node("battery", "battery", name, both, watts, detail, now, format), level };
}

function together(one, other) {
  const meters = [...one.meters, ...other.meters];
  return { meters, silent: meters.length > 0 && [one, other].every((part) => part.silent || !part.meters.length) };
}

function batteryLevel(house, now) {
  const levels = presentOf(house).filter(
    (meter) => meter.unit === "%" && meter.value !== null && !isSilent(meter, now),
  );
  const named = levels.find(({ slug, name }) => /bat|soc|akku/i.test(`${slug} ${name}`));
  return (named ?? levels[0])?.value ?? null;
}

function node(id, tone, name, part, watts, detail, now, format) {
  const silent = part.silent;
  const state = silent ? "silent" : atLeastZero(watts) ? "live" : "idle";
  const [figure, unit] = format.power(silent ? null : watts);
  const shownDetail = silent ? silenceOf(part.meters, now, format) : detail;
  return { id, place: id, icon: id, tone, name, figure, unit, detail: shownDetail, state, watts: silent ? 0 : watts };
}

function silenceOf(meters, now, format) {
  if (meters.every(({ sent }) => !sent)) return ""; // a file cannot fall silent
  const latest = Math.max(...meters.map(({ ts }) => ts ?? -Infinity));
  return Number.isFinite(latest) ? format.text("silent_for", { age: format.age(now - latest) }) : "";
}

// At most three: the car, the heating, and the others; without those, the largest of the day.
function usesOf({ parts, home, at }) {
  if (!parts.uses.length || home === null) return [];
  const cars = parts.uses.filter(({ role }) => role === "ev");
  const rest = parts.uses.filter(({ role }) => role !== "ev").sort(byToday);
  const heating = rest.find(({ slug, name }) => HEATING.test(`${slug} ${name}`));
  const left = take(rest, heating ?? rest[0]);
  const right = cars.length ? cars : take(rest, rest.find((meter) => meter !== left[0]));
  const named = [
    { place: "right", icon: cars.length ? "car" : "uses", meters: right },
    { place: "left", icon: left[0] === heating ? "heat" : "uses", meters: left },
  ].filter(({ meters }) => meters.length);
  const measured = named.map((use) => ({ ...use, ...speaking(use.meters, at) }));
  const others = home - measured.reduce((sum, { watts }) => sum + (watts ?? 0), 0);
  return [...measured, { place: "others", icon: "uses", meters: [], watts: Math.max(0, others) }];
}

function byToday(one, other) {
  return (other.today?.amount ?? 0) - (one.today?.amount ?? 0);
}

function take(meters, meter) {
  return meter ? [meter] : [];
}

function speaking(meters, at) {
  const fresh = meters.filter((meter) => !isSilent(meter, at));
  return { watts: total(fresh), silent: fresh.length === 0 };
}

function useNode({ place, icon, meters, watts, silent = false }, { now }, format) {
  const name = meters.length === 1 ? format.name(meters[0].slug, meters[0].name) : format.text(place === "others" ? "other_uses" : "cars");
  const part = { meters, silent };
  return { ...node(place, "use", name, part, watts, "", now, format), icon };
}

// Gas and water come in beside the electricity: a figure, no dots.
function pipeNodes(house, { at, now }, format) {
  return ["gas", "water"].flatMap((role) => {
    const meters = presentOf(house).filter((meter) => meter.role === role);
    return meters.length ? [pipeNode(role, meters, at, now, format)] : [];
  });
}

function pipeNode(role, meters, at, now, format) {
  const { watts: flow, silent } = speaking(meters, at);
  const [figure, unit] = flow ? format.flow(flow, "m³/h") : [silent ? NOTHING : "0", "m³/h"];
  const state = silent ? "silent" : flow ? "live" : "idle";
  const detail = silent ? silenceOf(meters, now, format) : "";
  return { id: role, place: role, icon: role, tone: "use", name: format.text(role), figure, unit, detail, state, watts: 0 };
}

// One line for each pair that may flow: what it carries, which way, and whose colour it has.
function linksOf(nodes, { flows }) {
  const present = new Set(nodes.map(({ id }) => id));
  const sources = Object.entries(flows).flatMap(([id, watts]) => {
    const [from, to] = id.split("-");
    const shown = [from, to].every((end) => end === "home" || present.has(end));
    const rare = from !== "sun" && to !== "home";
    return shown && (watts > 0 || !rare) ? [{ id, from, to, watts, tone: from }] : [];
  });
  const uses = nodes
    .filter(({ tone }) => tone === "use")
    .map(({ id, watts }) => ({ id: `home-${id}`, from: "home", to: id, watts: watts ?? 0, tone: "use" }));
  return [...sources, ...uses];
}

// Shares of the ring, clockwise from 12 o'clock.
function ringOf({ flows, home, hasSources, unserved }) {
  if (!home) return [];
  if (!hasSources) return [{ tone: "use", share: 1 }];
  const shares = ["sun", "battery", "grid"].map((tone) => ({ tone, share: flows[`${tone}-home`] / home }));
  return [...shares, { tone: "open", share: unserved / home }].filter(({ share }) => share > 0.003);
}

// What the balance leaves open [W], and whether a silent meter may be the reason.
function noteOf({ gap, missing, hasSources, home }) {
  const shown = hasSources && home !== null && Math.abs(gap) >= SHOWN_OPEN;
  return { open: shown ? Math.abs(gap) : 0, missing };
}

function openInWords({ open, missing }, format) {
  return open ? format.text(missing ? "missing" : "unaccounted", { power: format.powerText(open) }) : "";
}

function shortened(name) {
  const letters = [...name];
  return letters.length > LONGEST_NAME ? letters.slice(0, LONGEST_NAME - 1).join("") + "…" : name;
}
