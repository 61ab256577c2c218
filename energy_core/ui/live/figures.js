// Today in figures, each against yesterday at the same hour; where less than this share of either
// was measured, the difference would be a guess and is not said.

const COMPARABLE = 0.98;
const WALL_ROWS = 6; // that a display on a wall has room for
const FIRST_TO_GO = ["carbon", "self_consumption"];

class FiguresView {
  constructor(root) {
    this.box = root.querySelector("[data-figures]");
    this.label = root.querySelector("[data-figures-label]");
    this.big = figureElement("big");
    this.change = root.querySelector("[data-figures-change]");
    this.against = root.querySelector("[data-figures-against]");
    this.rows = root.querySelector("[data-figures-rows]");
    this.big.figure.dataset.figure = "today";
    root.querySelector("[data-figures-big]").replaceChildren(this.big.node);
    this.cells = new Map();
  }

  configure(format, data) {
    this.format = format;
    this.isWall = data.mode === "wall";
    this.yesterday = data.yesterday ?? {};
    this.peak = data.peak ?? null;
    this.cells.clear();
    this.rows.replaceChildren();
    setText(this.against, format.text("against_yesterday"));
  }

  show(house, balance) {
    const read = lastMoment(balance);
    const today = todayOf(balance.parts, sharePassed(balance.now, read, this.format));
    const past = pastOf(this.yesterday, clockHour(read, this.format));
    const hasAny = today.used !== null;
    this.box.hidden = !hasAny;
    if (!hasAny) return;
    setText(this.label, this.labelOf(today.used.share));
    setFigure(this.big, this.format.amount(today.used.amount, "W"));
    this.showChange(today.used, past.used);
    this.notePeak(balance);
    this.showRows(this.list(today, past, billOf(balance.parts), house.site));
  }

  labelOf(share) {
    const measured = Math.floor(share * 100);
    if (measured >= 99) return this.format.text("used_today");
    const part = withUnit(String(measured), "%");
    return `${this.format.text("used_today")} · ${this.format.text("measured", { share: part })}`;
  }

  showChange(now, then) {
    if (then === null) return this.change.replaceChildren();
    if (!areComparable([now, then])) return this.sayWhyNot(now, then);
    const more = now.amount - then.amount;
    const energy = withUnit(this.format.number(Math.abs(more) / 1000, 1), "kWh");
    const key = Math.abs(more) < 50 ? "as_much" : more > 0 ? "more" : "less";
    const amount = element("b", {}, this.format.text(key, { energy }));
    this.change.replaceChildren(amount, ` ${this.format.text(`${key}_than_yesterday`)}`);
  }

  sayWhyNot(now, then) {
    const share = withUnit(String(Math.floor(then.share * 100)), "%");
    const reason = now.share < COMPARABLE ? "today_holed" : "yesterday_holed";
    this.change.replaceChildren(this.format.text(reason, { share }));
  }

  list(today, past, bill, site) {
    const rows = [
      this.energyRow("produced", "sun", today.produced, past.produced),
      this.energyRow("bought", "grid", today.bought, past.bought),
      this.energyRow("sold", "sold", today.sold, past.sold),
      this.shareRow("self_sufficiency", selfSufficiency, today, past, ["used", "bought"]),
      this.shareRow("self_consumption", selfConsumption, today, past, ["produced", "sold"]),
      this.costRow(today, past, bill, site),
      this.carbonRow(today, past, bill, site),
    ];
    if (this.peak) rows.push(this.peakRow());
    return this.fitting(rows.filter(({ known }) => known));
  }

  fitting(rows) {
    const spare = FIRST_TO_GO.filter((key) => rows.some((row) => row.key === key));
    const gone = this.isWall ? spare.slice(0, Math.max(0, rows.length - WALL_ROWS)) : [];
    return rows.filter(({ key }) => !gone.includes(key));
  }

  energyRow(key, tone, now, then) {
    const change = areComparable([now, then]) ? this.format.difference((now.amount - then.amount) / 1000, 1, "kWh") : "";
    return { key, tone, value: this.format.amount(now?.amount, "W"), change, known: now !== null };
  }

  shareRow(key, shareOf, today, past, parts) {
    const [now, then] = [shareOf(today), shareOf(past)];
    const comparable = then !== null && areComparable(parts.flatMap((part) => [today[part], past[part]]));
    const change = comparable ? this.format.difference((now - then) * 100, 0, this.format.text("points")) : "";
    const value = [this.format.number(now === null ? null : now * 100), "%"];
    return { key, tone: null, value, change, known: now !== null };
  }

  costRow(today, past, bill, { prices, currency }) {
    const [now, then] = [today, past].map((day) => costOf(day, bill, prices));
    const comparable = areComparable([now, then]);
    const change = comparable ? this.format.moneyChange(now.amount - then.amount, now.amount, currency) : "";
    return { key: "cost", tone: null, value: now && this.format.money(now.amount, currency), change, known: now !== null };
  }

  carbonRow(today, past, bill, { prices }) {
    const [now, then] = [today, past].map((day) => carbonOf(day, bill, prices));
    const change = areComparable([now, then]) ? this.format.massChange(now.amount - then.amount, now.amount) : "";
    return { key: "carbon", tone: null, value: now && this.format.mass(now.amount), change, known: now !== null };
  }

  peakRow() {
    const change = this.format.text("at_time", { time: this.format.clock(this.peak.ts) });
    return { key: "highest", tone: null, value: this.format.power(this.peak.watts), change, known: true };
  }

  notePeak({ home, latest, stale }) {
    if (home !== null && !stale && home > (this.peak?.watts ?? 0)) this.peak = { watts: home, ts: latest };
  }

  showRows(rows) {
    for (const [key, { row }] of this.cells) {
      if (rows.some((shown) => shown.key === key)) continue;
      row.remove();
      this.cells.delete(key);
    }
    for (const row of rows) this.showRow(row);
  }

  showRow({ key, tone, value, change }) {
    if (!this.cells.has(key)) this.cells.set(key, this.addRow(key, tone));
    const cells = this.cells.get(key);
    setFigure(cells.value, value);
    setText(cells.change, change);
  }

  addRow(key, tone) {
    const square = element("i", { class: `square ${tone ?? "none"}` });
    const name = element("th", { scope: "row" }, square, this.format.text(key));
    const value = figureElement("value");
    const change = element("td", { class: "change" });
    const row = element("tr", { "data-row": key }, name, element("td", {}, value.node), change);
    this.rows.append(row);
    return { row, value, change };
  }
}

// Until when today is known: the last reading, or now where that is long ago.
function lastMoment({ stale, latest, now }) {
  return stale || !Number.isFinite(latest) ? now : Math.min(latest, now);
}

// The time since midnight until `read`, as a share of that until `now`.
function sharePassed(now, read, format) {
  const hours = clockHour(now, format);
  return hours > 0 ? Math.max(0, hours - (now - read) / 3600) / hours : 1;
}

// Since midnight: used, produced, bought, sold as {amount [Wh], share measured}, or null. A share
// is of the time until the last reading, which is a `passed` of the time until now.
function todayOf(parts, passed) {
  const sum = ({ meters }) => {
    const known = meters.filter(({ today }) => today);
    if (!known.length) return null;
    const share = Math.min(1, ...meters.map(({ today }) => (today?.coverage ?? 0) / passed));
    return { amount: known.reduce((all, { today }) => all + today.amount, 0), share };
  };
  const [produced, bought, sold] = [sum(parts.sun), sum(parts.bought), sum(parts.sold)];
  const signed = [[produced, 1], [bought, 1], [sum(parts.discharge), 1], [sold, -1], [sum(parts.charge), -1]];
  const used = sum(parts.used) ?? (produced || bought ? combined(signed.filter(([part]) => part)) : null);
  return { produced, bought, sold, used };
}

function combined(signed) {
  const amount = signed.reduce((all, [part, sign]) => all + sign * part.amount, 0);
  return { amount, share: Math.min(...signed.map(([part]) => part.share)) };
}

// The same of yesterday, until the same hour: yesterday[key] = [[clock hour, Wh, share], …].
function pastOf(yesterday, hour) {
  return Object.fromEntries(
    ["used", "produced", "bought", "sold"].map((key) => [key, until(yesterday[key], hour)]),
  );
}

function until(points, hour) {
  if (!points?.length) return null;
  const next = points.findIndex(([end]) => end > hour);
  if (next === -1) return { amount: points.at(-1)[1], share: points.at(-1)[2] };
  const [start, before] = next ? points[next - 1] : [0, 0];
  const [end, after, share] = points[next];
  return { amount: before + ((after - before) * (hour - start)) / (end - start), share };
}

function areComparable(parts) {
  return parts.every((part) => part && part.share >= COMPARABLE);
}

function clockHour(epoch, format) {
  const parts = Object.fromEntries(format.clockParts.formatToParts(epoch * 1000).map(({ type, value }) => [type, value]));
  return Number(parts.hour) + Number(parts.minute) / 60 + (epoch % 60) / 3600;
}

function selfSufficiency({ used, bought }) {
  return used?.amount > 0 && bought ? Math.max(0, 1 - bought.amount / used.amount) : null;
}

function selfConsumption({ produced, sold }) {
  return produced?.amount > 0 && sold ? Math.max(0, 1 - sold.amount / produced.amount) : null;
}
