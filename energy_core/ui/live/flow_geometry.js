// Where things stand in the flow picture: home in the middle, sources above, uses below.

const LAYOUTS = {
  wide: { width: 690, height: 482, home: [345, 230], ring: 81, outer: 88, ellipse: [214, 182] },
  narrow: { width: 400, height: 536, home: [200, 258], ring: 75, outer: 82, ellipse: [169, 206] },
};
const ANGLES = { sun: -90, battery: -30, water: 0, right: 30, others: 90, left: 150, gas: 180, grid: 210 };
const NODE_RADIUS = 41;
const SMALL_RADIUS = 29; // gas and water: beside the electricity, not of it
const SMALL = new Set(["gas", "water"]);
const LINE_GAP = 5;

function placeOf(layout, place) {
  const angle = (ANGLES[place] * Math.PI) / 180;
  const [x, y] = layout.home;
  const [rx, ry] = layout.ellipse;
  return [x + rx * Math.cos(angle), y + ry * Math.sin(angle)];
}

function radiusOf(place) {
  return SMALL.has(place) ? SMALL_RADIUS : NODE_RADIUS;
}

// The line between two places as points, from the one to the other.
function linePoints(layout, from, to) {
  if (from === "home") return spoke(layout, to).reverse();
  if (to === "home") return spoke(layout, from);
  if (from === "sun" || to === "sun") return ellipseArc(layout, from, to);
  return shallowArc(layout, from, to);
}

function spoke(layout, place) {
  const [x, y] = placeOf(layout, place);
  const [hx, hy] = layout.home;
  const length = Math.hypot(hx - x, hy - y);
  const at = (distance) => [x + ((hx - x) * distance) / length, y + ((hy - y) * distance) / length];
  return [at(radiusOf(place) + LINE_GAP), at(length - layout.outer - LINE_GAP)];
}

function ellipseArc(layout, from, to) {
  const angles = [ANGLES[from], ANGLES[to]].map((angle) => (angle > 180 ? angle - 360 : angle));
  const points = Array.from({ length: 61 }, (_, i) => {
    const angle = ((angles[0] + ((angles[1] - angles[0]) * i) / 60) * Math.PI) / 180;
    const [rx, ry] = layout.ellipse;
    return [layout.home[0] + rx * Math.cos(angle), layout.home[1] + ry * Math.sin(angle)];
  });
  return clearOf(points, [placeOf(layout, from), placeOf(layout, to)]);
}

// Between battery and grid, just over the ring: there it crosses one line instead of three.
function shallowArc(layout, from, to) {
  const start = placeOf(layout, from);
  const end = placeOf(layout, to);
  const bend = [layout.home[0], layout.home[1] - layout.outer - 36];
  const points = Array.from({ length: 41 }, (_, i) => {
    const t = i / 40;
    return [0, 1].map((k) => (1 - t) ** 2 * start[k] + 2 * t * (1 - t) * bend[k] + t * t * end[k]);
  });
  return clearOf(points, [start, end]);
}

function clearOf(points, nodes) {
  const free = NODE_RADIUS + LINE_GAP;
  return points.filter(([x, y]) => nodes.every(([nx, ny]) => Math.hypot(x - nx, y - ny) >= free));
}

function pathOf(points) {
  return "M" + points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");
}

// A polyline that knows where each of its pixels is.
class Track {
  constructor(points) {
    this.points = points;
    this.marks = [0];
    for (let i = 1; i < points.length; i++) this.marks.push(this.marks[i - 1] + span(points[i - 1], points[i]));
    this.length = this.marks.at(-1);
  }

  at(distance) {
    let i = 1;
    while (i < this.marks.length - 1 && this.marks[i] < distance) i++;
    const [[x, y], [nx, ny]] = [this.points[i - 1], this.points[i]];
    const share = (distance - this.marks[i - 1]) / (this.marks[i] - this.marks[i - 1]);
    return [x + (nx - x) * share, y + (ny - y) * share, Math.atan2(ny - y, nx - x)];
  }
}

function span([x, y], [nx, ny]) {
  return Math.hypot(nx - x, ny - y);
}

// An outlined piece of the ring, from and to in degrees clockwise from 12 o'clock.
function ringPiece([x, y], radius, thickness, from, to) {
  const point = (degrees, r) => {
    const angle = ((degrees - 90) * Math.PI) / 180;
    return `${(x + r * Math.cos(angle)).toFixed(1)} ${(y + r * Math.sin(angle)).toFixed(1)}`;
  };
  const [inner, outer] = [radius - thickness / 2, radius + thickness / 2];
  const large = to - from > 180 ? 1 : 0;
  return (
    `M${point(from, outer)}A${outer} ${outer} 0 ${large} 1 ${point(to, outer)}` +
    `L${point(to, inner)}A${inner} ${inner} 0 ${large} 0 ${point(from, inner)}Z`
  );
}
