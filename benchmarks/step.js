// Called with an element and a heading: click it, and tell after how many ms the first chart under
// the new heading was drawn, and after how many the whole page.
(element, heading) => new Promise((resolve) => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const isNamed = () => all("h1").some(({ textContent }) => textContent.trim() === heading);
  const isFresh = (chart) => !chart.closest("[data-stale=true]");
  const isDrawn = () => isNamed() &&
    all("[data-testid=stVegaLiteChart]").slice(0, 1)
      .some((chart) => isFresh(chart) && chart.querySelector("canvas, svg"));
  const isComplete = () => isDrawn() &&
    all("[data-stale=true], [data-testid=stSkeleton]").length === 0 &&
    all("[data-testid=stApp][data-test-script-state=notRunning]").length > 0;
  const begun = performance.now();
  let drawn = null;
  const look = () => {
    if (drawn === null && isDrawn()) drawn = performance.now() - begun;
    if (drawn !== null && isComplete()) return resolve([drawn, performance.now() - begun]);
    setTimeout(look, 5);
  };
  element.click();
  setTimeout(look, 0);
})
