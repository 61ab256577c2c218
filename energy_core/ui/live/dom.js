// The few gestures on the page. Text is only ever set as text.

const SVG = "http://www.w3.org/2000/svg";

function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function shape(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

// Both set only what changed: an unchanged figure costs no layout.
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function setAttribute(node, name, value) {
  if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}

// A figure with its unit smaller and muted behind it.
function figureElement(className) {
  const figure = element("span", { class: "figure" });
  const unit = element("span", { class: "unit" });
  return { node: element("span", { class: className }, figure, unit), figure, unit };
}

function setFigure(parts, [figure, unit]) {
  setText(parts.figure, figure);
  setText(parts.unit, figure === NOTHING ? "" : unit);
}

// Calls `tick` once a second while the page is seen; returns how to stop it.
function everySecond(tick) {
  const timer = setInterval(() => document.hidden || tick(), 1000);
  return () => clearInterval(timer);
}

// What a component exports: one view for each place it stands in, told of every change.
function mounting(View) {
  const views = new WeakMap();
  return ({ data, parentElement, setTriggerValue }) => {
    if (!views.has(parentElement)) views.set(parentElement, new View(parentElement, setTriggerValue));
    views.get(parentElement).configure(data);
    return () => {
      views.get(parentElement)?.close();
      views.delete(parentElement);
    };
  };
}
