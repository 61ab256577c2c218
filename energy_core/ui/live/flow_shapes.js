// The pieces of the flow picture: the home in its ring, the nodes around it, the lines between.

const RING_WIDTH = 11;
const RING_GAP = 3.2; // degrees
const CHEVRON = "M-4.5 -5 0 0l-4.5 5";

class HomeShape {
  constructor(layout) {
    this.layout = layout;
    const [x, y] = layout.home;
    const arc = (tone) => shape("circle", { class: `arc ${tone}`, r: layout.ring, pathLength: 360, transform: "rotate(-90)" });
    this.base = shape("circle", { class: "ring", r: layout.ring });
    this.arcs = new Map(["sun", "battery", "grid", "use"].map((tone) => [tone, arc(tone)]));
    this.gap = shape("path", { class: "open" });
    this.value = shape("text", { class: "home-value", y: 14, "data-figure": "home" });
    this.unit = shape("text", { class: "home-unit", y: 32 });
    this.name = shape("text", { class: "home-name", y: 53 });
    const mark = shape("g", { transform: "translate(0 -43)" }, icon("home"));
    const words = [mark, this.value, this.unit, this.name];
    const ring = [this.base, ...this.arcs.values(), this.gap];
    this.node = shape("g", { class: "home", transform: `translate(${x} ${y})` }, ...ring, ...words);
  }

  show({ ring, missing }, { since, at, now, doubtful }, state, format) {
    setAttribute(this.name, "data-trust", state === "live" && doubtful ? "stale" : state);
    setText(this.name, this.nameOf(state, doubtful, since, at, now, format));
    setAttribute(this.gap, "data-kind", missing ? "missing" : "unaccounted");
    this.showRing(state === "empty" ? [] : ring);
  }

  // Only a change that is seen is eased.
  ease(ring) {
    const tones = [...this.arcs.keys()];
    const seen = tones.some((tone) => Math.abs(shareOf(ring, tone) - shareOf(this.shown ?? [], tone)) > 0.03);
    setAttribute(this.node, "data-ease", seen);
    this.shown = ring;
  }

  showFigure({ home }, state, format) {
    const [figure, unit] = state === "empty" ? [NOTHING, ""] : format.power(home);
    setText(this.value, figure);
    setText(this.unit, unit);
  }

  nameOf(state, doubtful, since, at, now, format) {
    if (state === "offline" && Number.isFinite(at)) return format.text("at_time", { time: format.clock(at) });
    if (state === "stale" || (state === "live" && doubtful)) return format.ago(since, now);
    return format.text("home");
  }

  showRing(ring) {
    const gap = ring.length > 1 ? RING_GAP : 0;
    let start = 0;
    this.ease(ring);
    for (const [tone, arc] of this.arcs) {
      const degrees = shareOf(ring, tone) * 360;
      const visible = Math.max(0, Math.min(360, degrees) - gap);
      setAttribute(arc, "stroke-dasharray", `${visible >= 360 ? 361 : visible.toFixed(2)} 400`);
      setAttribute(arc, "stroke-dashoffset", (-(start + gap / 2)).toFixed(2));
      setAttribute(arc, "visibility", visible > 0 ? "visible" : "hidden");
      start += degrees;
    }
    const open = ring.length > 0 && start < 356;
    setAttribute(this.gap, "visibility", open ? "visible" : "hidden");
    setAttribute(this.gap, "d", open ? ringPiece([0, 0], this.layout.ring, RING_WIDTH - 2, ...(start ? [start + 2, 358] : [0, 359.9])) : "M0 0");
  }
}

function shareOf(ring, tone) {
  return ring.find((piece) => piece.tone === tone)?.share ?? 0;
}

class NodeShape {
  constructor({ id, place, icon: iconName, tone }, layout) {
    const [x, y] = placeOf(layout, place);
    const radius = radiusOf(place);
    const small = SMALL.has(place);
    this.radius = radius;
    this.value = shape("text", { class: "node-value", y: small ? 8 : 7, "data-figure": "node" });
    this.unit = shape("text", { class: "node-unit", y: small ? 20 : 23 });
    this.icon = shape("g", { transform: `translate(0 ${small ? -13 : -20})` }, icon(iconName, small ? 16 : 22));
    this.full = shape("title");
    const circle = shape("circle", { class: "edge", r: radius });
    const level = tone === "battery" ? this.buildLevel(radius) : [];
    const words = this.buildLabel(place, layout);
    const attributes = { class: `node ${tone}${small ? " small" : ""}`, "data-node": id, transform: `translate(${x} ${y})` };
    this.node = shape("g", attributes, this.full, circle, ...level, this.icon, this.value, this.unit, ...words);
  }

  buildLevel(radius) {
    this.level = shape("rect", { x: -radius, width: 2 * radius, y: radius, height: 0 });
    const clip = shape("clipPath", { id: "battery-inside" }, shape("circle", { r: radius - 2.5 }));
    return [clip, shape("g", { class: "level", "clip-path": "url(#battery-inside)" }, this.level)];
  }

  buildLabel(place, layout) {
    const [x, y, anchor] = labelSpot(place, layout);
    this.name = shape("text", { class: "node-name", x, y, "text-anchor": anchor });
    this.detail = shape("text", { class: "node-detail", x, y: y + 17, "text-anchor": anchor });
    return [this.name, this.detail];
  }

  showFigure({ figure, unit }) {
    setText(this.value, figure);
    setText(this.unit, figure === NOTHING ? "" : unit);
  }

  show({ name, detail, state, level }) {
    setAttribute(this.node, "data-state", state);
    setText(this.name, shortened(name));
    setText(this.full, name);
    setText(this.detail, detail);
    if (this.level) this.showLevel(level ?? 0);
  }

  showLevel(percent) {
    const height = (2 * this.radius * percent) / 100;
    setAttribute(this.level, "y", (this.radius - height).toFixed(1));
    setAttribute(this.level, "height", height.toFixed(1));
  }
}

// Beside the node where there is room, under it where the picture is narrow: [x, y, anchor].
function labelSpot(place, layout) {
  const off = radiusOf(place) + 12;
  if (place === "sun") return [off, -22, "start"]; // clear of its arc
  if (place === "others") return [off, -2, "start"];
  if (layout === LAYOUTS.narrow) return [0, radiusOf(place) + 17, "middle"];
  const isLeft = ["grid", "left", "gas"].includes(place);
  return [isLeft ? -off : off, SMALL.has(place) ? 4 : -4, isLeft ? "end" : "start"];
}

class LineShape {
  constructor({ id, from, to, tone }, layout) {
    const points = linePoints(layout, from, to);
    this.track = new Track(points);
    const d = pathOf(points);
    this.hairline = shape("path", { class: "hairline", d });
    this.band = shape("path", { class: "band", d });
    this.chevrons = shape("g", { class: "chevrons" });
    const attributes = { class: `flow-line ${tone}`, "data-link": id };
    this.node = shape("g", attributes, this.hairline, this.band, this.chevrons);
  }

  show({ watts }, still) {
    const flowing = watts > 0;
    setAttribute(this.node, "data-flowing", flowing);
    setAttribute(this.node, "data-watts", Math.round(watts));
    const width = flowing ? Math.round(bandWidth(watts) * 4) / 4 : 0;
    setAttribute(this.band, "data-ease", Math.abs(width - (this.width ?? 0)) > 0.5);
    setAttribute(this.band, "stroke-width", (this.width = width));
    this.showChevrons(flowing && still);
  }

  showChevrons(shown) {
    const count = shown ? Math.max(1, Math.round(this.track.length / 46)) : 0;
    if (this.chevrons.childElementCount === count) return;
    const marks = Array.from({ length: count }, (_, i) => {
      const [x, y, angle] = this.track.at((this.track.length * (i + 0.65)) / count);
      const turn = ((angle * 180) / Math.PI).toFixed(1);
      return shape("path", { d: CHEVRON, transform: `translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${turn})` });
    });
    this.chevrons.replaceChildren(...marks);
  }
}

function bandWidth(watts) {
  return Math.min(14, 3 + 3.6 * Math.sqrt(watts / 1000));
}
