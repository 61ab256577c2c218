// The dots: each is a fixed energy, all move at one speed, so that density is power.
// On a canvas above the picture, 30 frames a second, and only while something flows and is seen.
// Knows neither page nor document: it runs in a worker, where it costs the page nothing.

const DOT = { speed: 64, radius: 2.9, fade: 7, restMs: 20 };

class DotPainter {
  constructor(canvas) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
    this.lines = new Map();
    this.mode = "none"; // or "moving", or "still" (stale)
    this.seen = true;
  }

  resize({ width, height, scale }) {
    this.scale = scale;
    this.canvas.width = width;
    this.canvas.height = height;
    this.lines.clear();
  }

  look({ seen }) {
    this.seen = seen;
    this.wake();
  }

  // links: {id, watts, points, tones: [{tone, share}]}; colours: tone → CSS colour; worth: Wh.
  show({ links, colours, mode, worth }) {
    this.colours = colours;
    this.mode = mode;
    const ids = new Set(links.map(({ id }) => id));
    for (const id of this.lines.keys()) if (!ids.has(id)) this.lines.delete(id);
    for (const link of links) this.carry(link, worth);
    if (mode === "moving") this.wake();
    else this.drawStill();
  }

  carry(link, worth) {
    if (this.lines.has(link.id)) this.lines.get(link.id).update(link, worth);
    else this.lines.set(link.id, new DotLine(link, worth));
  }

  wake() {
    if (this.awake || this.mode !== "moving" || !this.seen) return;
    this.awake = true;
    this.last = performance.now();
    this.nextFrame();
  }

  // A timer first: frames that are only asked for and not drawn cost as much as those that are.
  nextFrame() {
    setTimeout(() => requestAnimationFrame((time) => this.step(time)), DOT.restMs);
  }

  step(time) {
    this.awake = this.mode === "moving" && this.seen && this.lines.size > 0;
    if (!this.awake) return this.drawStill();
    this.advance(time);
    this.nextFrame();
  }

  advance(time) {
    const seconds = Math.min((time - this.last) / 1000, 0.1); // a hidden page does not catch up
    this.last = time;
    for (const line of this.lines.values()) line.advance(seconds);
    this.draw(1);
  }

  drawStill() {
    if (this.mode === "none") this.clear();
    else this.draw(this.mode === "still" ? 0.45 : 1);
  }

  clear() {
    this.pen.setTransform(1, 0, 0, 1, 0, 0);
    this.pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  draw(strength) {
    this.clear();
    this.pen.setTransform(this.scale, 0, 0, this.scale, 0, 0);
    for (const line of this.lines.values())
      for (const dot of line.dots) this.drawDot(line.track, dot, strength);
  }

  drawDot(track, { distance, tone }, strength) {
    const edge = Math.min(distance, track.length - distance) / DOT.fade;
    const [x, y] = track.at(distance);
    this.pen.globalAlpha = Math.max(0, Math.min(1, edge)) * strength;
    this.pen.fillStyle = this.colours[tone];
    this.pen.beginPath();
    this.pen.arc(x, y, DOT.radius, 0, 6.2832);
    this.pen.fill();
  }
}

class DotLine {
  constructor(link, worth) {
    this.dots = [];
    this.owed = {};
    this.track = new Track(link.points);
    this.update(link, worth);
    const spacing = DOT.speed / this.rate;
    for (let distance = spacing / 2; distance < this.track.length; distance += spacing) this.emit(distance);
    this.due = 0.5;
  }

  update({ watts, tones }, worth) {
    this.tones = tones;
    this.rate = watts / 3600 / worth; // dots a second
  }

  advance(seconds) {
    for (const dot of this.dots) dot.distance += DOT.speed * seconds;
    this.dots = this.dots.filter(({ distance }) => distance < this.track.length);
    this.due += this.rate * seconds;
    for (; this.due >= 1; this.due -= 1) this.emit(((this.due - 1) / this.rate) * DOT.speed);
  }

  emit(distance) {
    this.dots.push({ distance, tone: this.nextTone() });
  }

  // The tones in their shares, the one most in arrears next.
  nextTone() {
    for (const { tone, share } of this.tones) this.owed[tone] = (this.owed[tone] ?? 0) + share;
    const { tone } = this.tones.reduce((most, each) => (this.owed[each.tone] > this.owed[most.tone] ? each : most));
    this.owed[tone] -= 1;
    return tone;
  }
}
