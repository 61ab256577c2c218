// Hands the dots to a worker, so that the page's own thread stays free for the figures.

const CLOSEST = 9; // px between the dots of the strongest line
const DOT_WORTHS = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]; // Wh
const PAINTER_SOURCE = [
  `const DOT = ${JSON.stringify(DOT)};`,
  ...[span, Track, DotLine, DotPainter].map(String),
  "let painter; onmessage = ({ data: [name, value] }) => {",
  "  if (name === 'canvas') painter = new DotPainter(value); else painter[name](value); };",
].join("\n");

class DotField {
  constructor(canvas) {
    this.worth = DOT_WORTHS[0];
    this.canvas = canvas.cloneNode(); // a canvas can be given to a worker only once
    canvas.replaceWith(this.canvas);
    this.send = this.canvas.transferControlToOffscreen ? this.worker() : this.local();
    this.sight = new IntersectionObserver(([entry]) => this.send("look", { seen: entry.isIntersecting }));
    this.sight.observe(this.canvas);
  }

  worker() {
    const address = URL.createObjectURL(new Blob([PAINTER_SOURCE], { type: "text/javascript" }));
    this.thread = new Worker(address);
    URL.revokeObjectURL(address);
    const canvas = this.canvas.transferControlToOffscreen();
    this.thread.postMessage(["canvas", canvas], [canvas]);
    return (name, value) => this.thread.postMessage([name, value]);
  }

  local() {
    const painter = new DotPainter(this.canvas);
    return (name, value) => painter[name](value);
  }

  close() {
    this.sight.disconnect();
    this.send("show", { links: [], colours: {}, mode: "none" });
    this.thread?.terminate();
  }

  resize(layout, width) {
    const scale = (width / layout.width) * Math.min(devicePixelRatio || 1, 2);
    this.send("resize", {
      width: Math.round(layout.width * scale),
      height: Math.round(layout.height * scale),
      scale,
    });
  }

  show(links, colours, mode) {
    const flowing = links.filter(({ watts }) => watts > 0);
    this.worth = worthOf(flowing, this.worth);
    this.canvas.dataset.mode = mode;
    this.send("show", { links: flowing, colours, mode, worth: this.worth });
  }
}

// The smallest worth that keeps the dots of the strongest line apart; it falls only with room to
// spare, so that it does not flutter.
function worthOf(links, current) {
  const strongest = links.reduce((most, { watts }) => Math.max(most, watts), 0);
  const least = (closest) => DOT_WORTHS.find((worth) => worth >= (closest * strongest) / (3600 * DOT.speed));
  const [needed, roomy] = [least(CLOSEST), least(CLOSEST * 1.25)];
  return (current < needed ? needed : current > roomy ? roomy : current) ?? DOT_WORTHS.at(-1);
}
