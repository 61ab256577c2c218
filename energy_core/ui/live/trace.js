// The power of the last minutes, its threshold, and in words its peak.

const PLOT = { height: 118, left: 34, right: 8, top: 16, bottom: 20 };
const TRACE_RANGES = [600, 3600, 86400];

class TraceView {
  constructor(root, house) {
    this.house = house;
    this.title = root.querySelector("[data-trace-title]");
    this.note = root.querySelector("[data-trace-note]");
    this.ranges = root.querySelector("[data-trace-ranges]");
    this.svg = root.querySelector("[data-trace-plot]");
    this.width = 0;
    this.range = TRACE_RANGES[0];
    this.held = false; // whether someone chose the range
    this.longer = null; // buckets of 1 h or 24 h, once fetched
    this.recent = new PowerTrace();
    this.resizes = new ResizeObserver(([entry]) => this.resize(entry.contentRect.width));
    this.resizes.observe(this.svg);
    this.buildPlot();
  }

  close() {
    this.resizes.disconnect();
  }

  configure(format, thresholdW) {
    this.format = format;
    this.threshold = thresholdW;
    this.buildRanges();
    this.draw();
  }

  buildPlot() {
    const clip = shape("clipPath", { id: "over" }, (this.over = shape("rect", { x: 0, y: 0 })));
    this.grid = shape("g", { class: "grid" });
    this.area = shape("path", { class: "area" });
    this.line = shape("path", { class: "line" });
    this.areaOver = shape("path", { class: "area-over", "clip-path": "url(#over)" });
    this.lineOver = shape("path", { class: "line-over", "clip-path": "url(#over)" });
    this.limit = shape("line", { class: "limit" });
    this.limitName = shape("text", { class: "limit-name" });
    this.dot = shape("circle", { class: "dot", r: 3.5 });
    const parts = [this.grid, this.area, this.line, this.areaOver, this.lineOver];
    this.svg.replaceChildren(clip, ...parts, this.limit, this.limitName, this.dot);
  }

  buildRanges() {
    const buttons = TRACE_RANGES.map((seconds) => {
      const button = element("button", { type: "button", "data-range": seconds }, this.format.text(`range_${seconds}`));
      button.addEventListener("click", () => this.choose(seconds));
      return button;
    });
    this.ranges.replaceChildren(...buttons);
    this.markRange();
  }

  markRange() {
    for (const button of this.ranges.children) setAttribute(button, "aria-pressed", Number(button.dataset.range) === this.range);
  }

  choose(seconds) {
    this.held = true;
    return this.show(seconds);
  }

  async show(seconds) {
    this.range = seconds;
    this.longer = null;
    this.markRange();
    const longer = seconds > TRACE_RANGES[0] ? await longTrace(this.house, seconds) : null;
    if (this.range !== seconds) return; // another one was chosen meanwhile
    this.longer = longer;
    this.draw();
  }

  restart() {
    this.recent = traceOf(presentOf(this.house), TRACE_SECONDS);
  }

  add(ts, watts) {
    if (watts !== null && Number.isFinite(ts)) this.recent.add(ts, watts);
  }

  resize(width) {
    this.width = width;
    if (this.format) this.draw();
  }

  // The older part as fetched, the newest as it came in.
  points(start) {
    const recent = this.recent.within(Math.max(start, this.longer?.end ?? 0));
    return [...(this.longer?.buckets ?? []).filter(({ t }) => t >= start), ...recent];
  }

  draw() {
    if (!this.width) return;
    const now = this.house.now();
    const points = this.points(now - this.range);
    const scale = this.scale(now, points);
    this.drawGrid(scale, now);
    this.drawLine(scale, points, now);
    this.drawLimit(scale);
    this.tell(points, now);
  }

  scale(now, points) {
    const highest = points.reduce((most, { max }) => Math.max(most, max), 0);
    const ticks = niceTicks(Math.max(highest, this.threshold ?? 0, 200) * 1.04);
    const right = this.width - PLOT.right;
    const bottom = PLOT.height - PLOT.bottom;
    const perSecond = (right - PLOT.left) / this.range;
    const perWatt = (bottom - PLOT.top) / ticks.at(-1);
    const x = (t) => Math.max(PLOT.left, right - (now - t) * perSecond);
    return { x, y: (watts) => bottom - watts * perWatt, ticks, bottom, right };
  }

  drawGrid({ x, y, ticks, right }, now) {
    const lines = ticks.flatMap((watts) => [
      shape("line", { x1: PLOT.left, x2: right, y1: y(watts), y2: y(watts) }),
      label(PLOT.left - 10, y(watts) + 4, "end", this.format.number(watts / 1000, ticks[1] % 1000 ? 1 : 0)),
    ]);
    const start = now - this.range;
    const times = [
      label(PLOT.left, PLOT.height - 3, "start", this.format.clock(start)),
      label(x(now - this.range / 2), PLOT.height - 3, "middle", this.format.clock(now - this.range / 2)),
      label(right, PLOT.height - 3, "end", this.format.text("now")),
    ];
    this.grid.replaceChildren(...lines, ...times);
  }

  drawLine({ x, y, bottom, right }, points, now) {
    const gap = gapOf(this.house, this.longer);
    const runs = runsOf(points, gap);
    const lastRun = runs.at(-1);
    const alive = lastRun && now - lastRun.at(-1).t < gap;
    const paths = runs.map((run) => linePath(run, x, y, alive && run === lastRun ? right : null));
    const line = paths.map(({ d }) => d).join("");
    const area = paths.map(({ d, from, to }) => `${d}L${to} ${bottom}L${from} ${bottom}Z`).join("");
    for (const path of [this.line, this.lineOver]) path.setAttribute("d", line);
    for (const path of [this.area, this.areaOver]) path.setAttribute("d", area);
    setAttribute(this.dot, "visibility", alive ? "visible" : "hidden");
    if (alive) fill(this.dot, { cx: right, cy: y(lastRun.at(-1).last) }, []);
  }

  drawLimit({ y, right }) {
    const shown = this.threshold ? "visible" : "hidden";
    for (const node of [this.limit, this.limitName, this.areaOver, this.lineOver])
      setAttribute(node, "visibility", shown);
    if (!this.threshold) return;
    const level = y(this.threshold);
    fill(this.over, { width: this.width, height: Math.max(0, level) }, []);
    fill(this.limit, { x1: PLOT.left, x2: right, y1: level, y2: level }, []);
    fill(this.limitName, { x: PLOT.left + 6, y: level - 5 }, []);
    const value = withUnit(this.format.number(this.threshold / 1000, 1), "kW");
    setText(this.limitName, this.format.text("threshold", { value }));
  }

  tell(points, now) {
    setText(this.title, this.format.text(`trace_${this.range}`));
    setText(this.note, this.words(points, now));
    setAttribute(this.svg, "aria-label", `${this.title.textContent}. ${this.note.textContent}`);
  }

  words(points, now) {
    const peak = this.peakInWords(points, now);
    return this.longer?.means && points.length ? `${peak} · ${this.format.text("means")}` : peak;
  }

  peakInWords(points, now) {
    if (!points.length) return this.format.text("no_trace");
    const peak = points.reduce((best, point) => (point.max > best.max ? point : best));
    const values = { power: this.format.powerText(peak.max), time: this.format.clock(peak.t) };
    if (!this.threshold || peak.max <= this.threshold) return this.format.text("peak", values);
    const over = secondsOver(points, this.threshold, now);
    if (!over) return this.format.text("peak_over_briefly", values);
    return this.format.text("peak_over", { ...values, duration: this.format.duration(over) });
  }
}

function label(x, y, anchor, text) {
  return shape("text", { x, y, "text-anchor": anchor }, text);
}

function niceTicks(highest) {
  const steps = [50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000, 200000, 500000];
  const step = steps.find((size) => highest / size <= 4) ?? 1e6;
  const count = Math.ceil(highest / step);
  return Array.from({ length: count + 1 }, (_, i) => i * step);
}

// As in the store's physics: five steps, and at least five minutes, without a reading are missing,
// and the line has a gap [s].
function gapOf(house, longer) {
  const needed = neededMeters(partsOf(presentOf(house), house.now()));
  const steps = needed.map((meter) => meter.step_s ?? observedStep(meter.trace));
  return Math.max(300, ...steps.map((step) => 5 * step), 1.5 * (longer?.step ?? 0));
}

function runsOf(points, gap) {
  const runs = [];
  for (const point of points) {
    const run = runs.at(-1);
    if (run && point.t - run.at(-1).t <= gap) run.push(point);
    else runs.push([point]);
  }
  return runs;
}

// Through every bucket's extremes; the last figure holds until `until`.
function linePath(run, x, y, until) {
  const steps = run.map(({ t, min, max, last }) => {
    const at = x(t).toFixed(1);
    const extremes = max > min ? `${at} ${y(min).toFixed(1)}L${at} ${y(max).toFixed(1)}L` : "";
    return `${extremes}${at} ${y(last).toFixed(1)}`;
  });
  const end = until === null ? "" : `L${until} ${y(run.at(-1).last).toFixed(1)}`;
  return { d: `M${steps.join("L")}${end}`, from: x(run[0].t), to: until ?? x(run.at(-1).t) };
}

function secondsOver(points, threshold, now) {
  return points.reduce((sum, point, i) => {
    if (point.last <= threshold) return sum;
    return sum + Math.min((points[i + 1]?.t ?? now) - point.t, 900);
  }, 0);
}
