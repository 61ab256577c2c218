// A meter's last 24 hours in a line; where nothing was measured the ground is red.

const SPARK = { width: 76, height: 24 };

class Spark {
  constructor() {
    this.missing = shape("g", { class: "missing" });
    this.area = shape("path", { class: "area" });
    this.line = shape("path", { class: "line" });
    const box = `0 0 ${SPARK.width} ${SPARK.height}`;
    this.node = shape("svg", { class: "spark", viewBox: box, "aria-hidden": "true" }, this.missing, this.area, this.line);
  }

  show(values) {
    const known = values.filter((value) => value !== null);
    const [low, high] = [Math.min(0, ...known), Math.max(...known, 1e-9)];
    const x = (i) => (i * SPARK.width) / (values.length - 1);
    const y = (value) => SPARK.height - 1 - ((value - low) / (high - low)) * (SPARK.height - 3);
    const runs = runsOfKnown(values);
    const lines = runs.map((run) => run.map(([i, value]) => `${x(i).toFixed(1)} ${y(value).toFixed(1)}`).join("L"));
    this.line.setAttribute("d", lines.map((line) => `M${line}`).join(""));
    const closed = lines.map((line, n) => `M${line}L${x(runs[n].at(-1)[0])} ${SPARK.height}L${x(runs[n][0][0])} ${SPARK.height}Z`);
    this.area.setAttribute("d", closed.join(""));
    this.missing.replaceChildren(...gapsOf(values).map(([from, to]) => gapShape(x(from), x(to))));
  }
}

function gapShape(from, to) {
  return shape("rect", { x: from, y: 0, width: Math.max(1, to - from), height: SPARK.height, rx: 2 });
}

function runsOfKnown(values) {
  const runs = [];
  values.forEach((value, i) => {
    if (value === null) return;
    if (i > 0 && values[i - 1] !== null) runs.at(-1).push([i, value]);
    else runs.push([[i, value]]);
  });
  return runs;
}

// [first, last] index of each stretch without a measurement.
function gapsOf(values) {
  const gaps = [];
  values.forEach((value, i) => {
    if (value !== null) return;
    if (i > 0 && values[i - 1] === null) gaps.at(-1)[1] = i;
    else gaps.push([i, i]);
  });
  return gaps;
}
