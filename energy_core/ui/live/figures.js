// Today in figures, each against yesterday at the same hour.

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
    this.yesterday = data.yesterday ?? {};
    this.peak = data.peak ?? null;
    this.cells.clear();
    this.rows.replaceChildren();
    setText(this.against, format.text("against_yesterday"));
  }

  show(house, balance) {
    const today = todayOf(balance.parts);
    const past = pastOf(this.yesterday, clockHour(balance.now, this.format));
    const hasAny = today.used !== null;
    this.box.hidden = !hasAny;
    if (!hasAny) return;
    setText(this.label, this.labelOf(today.coverage));
    setFigure(this.big, this.format.amount(today.used, "W"));
    this.showChange(today.used, past.used);
    this.notePeak(balance);
    for (const row of this.list(today, past)) this.showRow(row);
  }

  labelOf(coverage) {
    const measured = Math.floor(coverage * 100);
    if (measured >= 99) return this.format.text("used_today");
    const share = withUnit(String(measured), "%");
    return `${this.format.text("used_today")} · ${this.format.text("measured", { share })}`;
  }

  showChange(now, then) {
    if (then === null) return this.change.replaceChildren();
    const more = now - then;
    const energy = withUnit(this.format.number(Math.abs(more) / 1000, 1), "kWh");
    const key = Math.abs(more) < 50 ? "as_much" : more > 0 ? "more" : "less";
    const amount = element("b", {}, this.format.text(key, { energy }));
    this.change.replaceChildren(amount, ` ${this.format.text(`${key}_than_yesterday`)}`);
  }

  list(today, past) {
    const energy = (key, tone) => this.energyRow(key, tone, today[key], past[key]);
    const rows = [energy("produced", "sun"), energy("bought", "grid"), energy("sold", "sold")];
    rows.push(this.shareRow("self_sufficiency", selfSufficiency(today), selfSufficiency(past)));
    rows.push(this.shareRow("self_consumption", selfConsumption(today), selfConsumption(past)));
    if (this.peak) rows.push(this.peakRow());
    return rows.filter(({ known }) => known);
  }

  energyRow(key, tone, now, then) {
    const change = then === null || now === null ? "" : this.format.difference((now - then) / 1000, 1, "kWh");
    return { key, tone, value: this.format.amount(now, "W"), change, known: now !== null };
  }

  shareRow(key, now, then) {
    const change = then === null || now === null ? "" : this.format.difference((now - then) * 100, 0, this.format.text("points"));
    const value = [this.format.number(now === null ? null : now * 100), "%"];
    return { key, tone: null, value, change, known: now !== null };
  }

  peakRow() {
    const change = this.format.text("at_time", { time: this.format.clock(this.peak.ts) });
    return { key: "highest", tone: null, value: this.format.power(this.peak.watts), change, known: true };
  }

  notePeak({ home, latest, stale }) {
    if (home !== null && !stale && this.peak && home > this.peak.watts) this.peak = { watts: home, ts: latest };
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
    return { value, change };
  }
}

// [Wh] since midnight: used, produced, bought, sold, and the least share measured.
function todayOf(parts) {
  const sum = (part) => {
    const known = part.meters.filter(({ today }) => today);
    return known.length ? known.reduce((all, { today }) => all + today.amount, 0) : null;
  };
  const [produced, bought, sold] = [sum(parts.sun), sum(parts.bought), sum(parts.sold)];
  const around = produced === null && bought === null ? null : produced + bought + sum(parts.discharge) - sold - sum(parts.charge);
  const coverages = neededMeters(parts).map(({ today }) => today?.coverage ?? 0);
  return { produced, bought, sold, used: sum(parts.used) ?? around, coverage: Math.min(1, ...coverages) };
}

// The same of yesterday, until the same hour: yesterday[key] = [[clock hour, Wh], …].
function pastOf(yesterday, hour) {
  return Object.fromEntries(
    ["used", "produced", "bought", "sold"].map((key) => [key, until(yesterday[key], hour)]),
  );
}

function until(points, hour) {
  if (!points?.length) return null;
  const next = points.findIndex(([end]) => end > hour);
  if (next === -1) return points.at(-1)[1];
  const [start, before] = next ? points[next - 1] : [0, 0];
  const [end, after] = points[next];
  return before + ((after - before) * (hour - start)) / (end - start);
}

function clockHour(epoch, format) {
  const parts = Object.fromEntries(format.clockParts.formatToParts(epoch * 1000).map(({ type, value }) => [type, value]));
  return Number(parts.hour) + Number(parts.minute) / 60;
}

function selfSufficiency({ used, bought }) {
  return used > 0 && bought !== null ? Math.max(0, 1 - bought / used) : null;
}

function selfConsumption({ produced, sold }) {
  return produced > 0 && sold !== null ? Math.max(0, 1 - sold / produced) : null;
}
