// The meters: what each says now, how old that is, and what flowed today.

const COLUMNS = ["meter", "now", "read", "today", "spark", "measured"];

class MetersView {
  constructor(root) {
    this.house = sharedHouse();
    this.heads = root.querySelector("[data-heads]");
    this.body = root.querySelector("[data-rows]");
    this.rows = new Map();
    this.stops = [
      this.house.listen((type, data) => this.changed(type, data)),
      everySecond(() => this.showAll()),
    ];
  }

  configure(data) {
    this.data = data;
    if (this.house.site) this.restart();
  }

  close() {
    this.stops.forEach((stop) => stop());
  }

  restart() {
    this.format = new Format({ timezone: this.house.site.timezone, ...this.data });
    const heads = COLUMNS.map((name) => element("th", { scope: "col", class: name }, this.format.text(`column_${name}`)));
    this.heads.replaceChildren(...heads);
    const meters = [...this.house.meters.values()].sort(byRank);
    this.rows = new Map(meters.map((meter) => [meter.slug, new MeterRow(meter, this.format)]));
    this.body.replaceChildren(...[...this.rows.values()].map(({ node }) => node));
    for (const [slug, row] of this.rows) row.showDetails(this.data.details[slug], this.format);
    this.showAll();
  }

  changed(type, data) {
    if (type === "snapshot" || type === "meters") this.restart();
    else if (type === "readings" && this.format) this.showThese(data.readings.map(({ meter }) => meter));
  }

  showThese(slugs) {
    const now = this.house.now();
    for (const slug of new Set(slugs)) {
      const meter = this.house.meters.get(slug);
      if (meter) this.rows.get(slug)?.show(meter, now, this.format);
    }
  }

  showAll() {
    if (this.format) this.showThese(this.rows.keys());
  }
}

class MeterRow {
  constructor({ slug, name }, format) {
    const nameNode = element("span", { class: "name", dir: "auto", title: slug }, format.name(slug, name));
    this.role = element("span", { class: "role" });
    this.now = figureElement("value");
    this.now.figure.dataset.figure = "now";
    this.age = element("td", { class: "read" });
    this.today = figureElement("value");
    this.spark = new Spark();
    this.bar = element("i", { class: "bar" });
    this.measured = element("span");
    this.node = element(
      "tr",
      { "data-meter": slug },
      element("th", { scope: "row", class: "meter" }, nameNode, this.role),
      element("td", { class: "now" }, this.now.node),
      this.age,
      element("td", { class: "today" }, this.today.node),
      element("td", { class: "spark" }, this.spark.node),
      element("td", { class: "measured" }, this.bar, this.measured),
    );
  }

  show(meter, now, format) {
    const silent = isSilent(meter, now);
    setFigure(this.now, silent ? [NOTHING, ""] : format.flow(meter.value, meter.unit));
    setText(this.age, meter.ts === null ? NOTHING : format.age(now - meter.ts));
    setText(this.role, roleOf(meter, format));
    setFigure(this.today, format.amount(meter.today?.amount, meter.unit));
    setAttribute(this.node, "data-silent", silent && meter.sent);
  }

  showDetails(details, format) {
    if (details) this.spark.show(details.spark);
    const share = details?.measured ?? null;
    setText(this.measured, share === null ? NOTHING : withUnit(format.number(Math.floor(share * 100)), "%"));
    this.bar.hidden = share === null;
    this.bar.style.setProperty("--share", share ?? 0);
  }
}

function roleOf({ role, confirmed }, format) {
  const name = format.text(`role_${role}`);
  return confirmed ? name : format.text("role_unconfirmed", { role: name });
}

const RANKS = ["grid_import", "grid_export", "production", "battery_discharge", "battery_charge", "level"];
const LAST_RANKS = ["consumption", "ev", "submeter", "heat", "gas", "water", "temperature", "other"];

function byRank(one, other) {
  const order = [...RANKS, ...LAST_RANKS];
  const difference = order.indexOf(one.role) - order.indexOf(other.role);
  return difference || one.name.localeCompare(other.name);
}

export default mounting(MetersView);
