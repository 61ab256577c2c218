// Put into a page before its own scripts: when its first live figure stood there, when it was
// complete, and how much it shifted. Times are ms since the visit began.
(() => {
  const everywhere = (root) => [root, ...[...root.querySelectorAll("*")]
    .filter((element) => element.shadowRoot)
    .flatMap((element) => everywhere(element.shadowRoot))];
  const all = (selector) => everywhere(document).flatMap((root) => [...root.querySelectorAll(selector)]);
  const hasFigure = () => all("[data-figure=home]").some(({ textContent }) => /\d/.test(textContent));
  const isComplete = (charts) =>
    all("[data-testid=stVegaLiteChart] :is(canvas, svg)").length >= charts &&
    all("tr[data-meter]").length > 0 &&
    all("[data-stale=true], [data-testid=stSkeleton]").length === 0 &&
    all("[data-testid=stApp][data-test-script-state=notRunning]").length > 0;
  const once = (is) => new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!document.body || !is()) return;
      clearInterval(timer);
      resolve(performance.now());
    }, 10);
  });
  let shift = 0;
  const add = (list) => list.getEntries().forEach((entry) => (shift += entry.value));
  new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
  window.visit = {
    firstFigure: once(hasFigure),
    complete: (charts) => once(() => isComplete(charts)),
    takeShift: () => [shift, (shift = 0)][0],
  };
})();
