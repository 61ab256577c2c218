// The meters: what each says now, how old that is, and what flowed today.

const METER_VIEWS = new WeakMap();
const COLUMNS = ["meter", "now", "read", "today"];

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
    this.rows = new Map(meters.map((meter) => [meter.slug, new MeterRow(meter)]));
    this.body.replaceChildren(...[...this.rows.values()].map(({ node }) => node));
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
  constructor({ slug, name }) {
    this.name = element("span", { class: "name", dir: "auto" }, name);
    this.role = element("span", { class: "role" });
    this.now = figureElement("value");
    this.now.figure.dataset.figure = "now";
    this.age = element("td", { class: "read" });
    this.today = figureElement("value");
    const head = element("th", { scope: "row", class: "meter" }, this.name, this.role);
    const cells = [element("td", { class: "now" }, this.now.node), this.age];
    this.node = element("tr", { "data-meter": slug }, head, ...cells, element("td", { class: "today" }, this.today.node));
  }

  show(meter, now, format) {
    const silent = isSilent(meter, now);
    setFigure(this.now, silent ? [NOTHING, ""] : format.flow(meter.value, meter.unit));
    setText(this.age, meter.ts === null ? NOTHING : format.age(now - meter.ts));
    setText(this.role, format.text(meter.confirmed ? `role_${meter.role}` : "role_unconfirmed", { role: format.text(`role_${meter.role}`) }));
    setFigure(this.today, format.amount(meter.today?.amount, meter.unit));
    setAttribute(this.node, "data-silent", silent);
  }
}

const RANKS = ["grid_import", "grid_export", "production", "battery_discharge", "battery_charge", "level"];
const LAST_RANKS = ["consumption", "ev", "submeter", "heat", "gas", "water", "temperature"];

function byRank(one, other) {
  const order = [...RANKS, ...LAST_RANKS];
  const difference = order.indexOf(one.role) - order.indexOf(other.role);
  return difference || one.name.localeCompare(other.name);
}

export default function ({ data, parentElement }) {
  if (!METER_VIEWS.has(parentElement)) METER_VIEWS.set(parentElement, new MetersView(parentElement));
  METER_VIEWS.get(parentElement).configure(data);
  return () => {
    METER_VIEWS.get(parentElement)?.close();
    METER_VIEWS.delete(parentElement);
  };
}
