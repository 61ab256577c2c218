// The flow picture on the page: one drawing, changed in place, and the dots above it.

const TONES = ["sun", "battery", "grid", "use", "open"];
const REDRAW_MS = 500;
const STILL = matchMedia("(prefers-reduced-motion: reduce)");

class FlowView {
  constructor(root, house) {
    this.house = house;
    this.box = root.querySelector("[data-flow]");
    this.svg = root.querySelector("[data-flow-picture]");
    this.dots = new DotField(root.querySelector("[data-flow-dots]"));
    this.layout = LAYOUTS.wide;
    this.drawnAt = -Infinity;
    this.resizes = new ResizeObserver(([entry]) => this.resize(entry.contentRect.width));
    this.resizes.observe(this.box);
    this.onMotion = () => this.picture && this.draw();
    STILL.addEventListener("change", this.onMotion);
  }

  close() {
    clearTimeout(this.later);
    this.resizes.disconnect();
    this.dots.close();
    STILL.removeEventListener("change", this.onMotion);
  }

  resize(width) {
    if (!width || width === this.width) return;
    this.width = width;
    this.layout = width >= 600 ? LAYOUTS.wide : LAYOUTS.narrow;
    this.build = null;
    if (this.picture) this.draw();
  }

  show(balance, format) {
    this.balance = balance;
    this.format = format;
    this.picture = pictureOf(this.house, balance, format);
    if (this.layout === LAYOUTS.narrow) this.picture = withoutPipes(this.picture);
    if (this.width) this.draw();
  }

  // The digits at once; everything else at most twice a second, however fast readings come.
  draw() {
    const places = this.picture.nodes.map(({ id }) => id).join();
    if (this.build !== places) this.rebuild(places);
    this.home.showFigure(this.balance, this.state(), this.format);
    for (const node of this.picture.nodes) this.nodes.get(node.id).showFigure(node);
    const wait = this.drawnAt + REDRAW_MS - performance.now();
    if (wait <= 0) this.drawAll();
    else this.later ??= setTimeout(() => this.drawAll(), wait);
  }

  drawAll() {
    clearTimeout(this.later);
    this.later = null;
    this.drawnAt = performance.now();
    const state = this.state();
    setAttribute(this.svg, "data-state", state);
    setAttribute(this.svg, "data-calm", this.house.pause > 800); // else easing would never end
    this.home.show(this.picture, this.balance, state, this.format);
    for (const node of this.picture.nodes) this.nodes.get(node.id).show(node);
    this.drawLines();
    this.drawNote(state);
    this.drawDots(state);
  }

  state() {
    if (!this.house.meters.size || this.balance.home === null) return "empty";
    if (this.house.connected === false) return "offline";
    return this.balance.stale ? "stale" : "live";
  }

  rebuild(places) {
    this.build = places;
    this.drawnAt = -Infinity;
    const { width, height } = this.layout;
    setAttribute(this.svg, "viewBox", `0 0 ${width} ${height}`);
    this.box.style.aspectRatio = `${width} / ${height}`;
    this.lines = new Map();
    this.linesGroup = shape("g", { class: "lines" });
    this.home = new HomeShape(this.layout);
    this.nodes = new Map(this.picture.nodes.map((node) => [node.id, new NodeShape(node, this.layout)]));
    this.note = label(this.layout.home[0], height - 8, "middle", "");
    this.note.setAttribute("class", "dot-note");
    this.svg.replaceChildren(this.linesGroup, this.home.node, ...[...this.nodes.values()].map(({ node }) => node), this.note);
    this.dots.resize(this.layout, this.width);
  }

  drawLines() {
    const shown = new Set(this.picture.links.map(({ id }) => id));
    for (const [id, line] of this.lines) {
      if (shown.has(id)) continue;
      line.node.remove();
      this.lines.delete(id);
    }
    for (const link of this.picture.links) this.lineOf(link).show(link, STILL.matches);
  }

  lineOf(link) {
    if (!this.lines.has(link.id)) {
      const line = new LineShape(link, this.layout);
      this.lines.set(link.id, line);
      this.linesGroup.append(line.node);
    }
    return this.lines.get(link.id);
  }

  drawNote(state) {
    const worth = withUnit(this.format.number(this.dots.worth, this.dots.worth < 0.1 ? 2 : this.dots.worth < 1 ? 1 : 0), "Wh");
    const parts = state === "live" && !STILL.matches && this.flowing() ? [this.format.text("one_dot", { worth })] : [];
    if (this.picture.open) parts.push(openInWords(this.picture, this.format));
    setText(this.note, parts.join(" · "));
  }

  flowing() {
    return this.picture.links.some(({ watts }) => watts > 0);
  }

  drawDots(state) {
    const style = getComputedStyle(this.svg);
    const colours = Object.fromEntries(TONES.map((tone) => [tone, style.getPropertyValue(`--${tone}`)]));
    const mode = STILL.matches ? "none" : { live: "moving", stale: "still" }[state] ?? "none";
    const ring = this.picture.ring.length ? this.picture.ring : [{ tone: "use", share: 1 }];
    const links = this.picture.links.map((link) => ({
      ...link,
      points: this.lines.get(link.id).track.points,
      tones: link.tone === "use" ? ring : [{ tone: link.tone, share: 1 }],
    }));
    this.dots.show(links, colours, mode);
  }
}

function withoutPipes(picture) {
  const isPipe = ({ id }) => SMALL.has(id) || SMALL.has(id.replace("home-", ""));
  const kept = (list) => list.filter((each) => !isPipe(each));
  return { ...picture, nodes: kept(picture.nodes), links: kept(picture.links) };
}
