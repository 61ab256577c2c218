// Finds a meter's figure, in shadow roots too, and promises the instant its new digits are painted.
() => {
  const everywhere = (root) => [root, ...[...root.querySelectorAll("*")]
    .filter((element) => element.shadowRoot)
    .flatMap((element) => everywhere(element.shadowRoot))];
  const selector = (meter) => {
    const name = `[data-meter="${CSS.escape(meter)}"]`;
    return `${name}[data-figure="now"], ${name} [data-figure="now"]`;
  };
  const of = (meter) => everywhere(document).map((root) => root.querySelector(selector(meter)))
    .find(Boolean);
  const digits = (meter) => of(meter)?.textContent;
  const now = () => (performance.timeOrigin + performance.now()) / 1000;
  // A task queued from the frame's callback runs after that frame was painted.
  const painted = (then) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => then(now());
    channel.port2.postMessage(null);
  });
  let promise;
  const expect = (meter) => {
    const before = digits(meter);
    promise = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(`${meter} still shows ${before}`), 10000);
      const observer = new MutationObserver(() => {
        if (digits(meter) === before) return;
        observer.disconnect();
        clearTimeout(timer);
        painted(resolve);
      });
      const root = of(meter).getRootNode();
      observer.observe(root, { subtree: true, childList: true, characterData: true });
    });
  };
  window.watchDigits = { of: (meter) => Boolean(of(meter)), now, expect, changed: () => promise };
}
