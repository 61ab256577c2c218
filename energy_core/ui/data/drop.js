// Where files are dropped or chosen: sends each to the app's own address, one after the other.

class DropView {
  constructor(root, setTriggerValue) {
    const find = (name) => root.querySelector(`[data-${name}]`);
    this.tell = setTriggerValue;
    this.zone = find("zone");
    this.input = find("input");
    this.list = find("sending");
    this.said = find("said");
    this.words = { lead: find("lead"), choose: find("choose"), formats: find("formats") };
    this.waiting = [];
    this.sent = [];
    this.busy = false;
    this.stops = this.listen();
  }

  configure(data) {
    this.data = data;
    for (const [name, node] of Object.entries(this.words)) setText(node, data.texts[name]);
  }

  // Anywhere on the page will do: beside the zone, the browser would open the file and leave.
  listen() {
    const heard = [
      [this.input, "change", () => this.take(this.input.files)],
      [document, "dragover", (event) => this.over(event)],
      [document, "dragleave", (event) => event.relatedTarget || this.mark(false)],
      [document, "drop", (event) => this.dropped(event)],
    ];
    for (const [node, name, listener] of heard) node.addEventListener(name, listener);
    return () => heard.forEach(([node, name, listener]) => node.removeEventListener(name, listener));
  }

  close() {
    this.stops();
    this.request?.abort();
  }

  mark(over) {
    setAttribute(this.zone, "data-over", over);
  }

  over(event) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    this.mark(true);
  }

  dropped(event) {
    this.mark(false);
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    this.take(event.dataTransfer.files);
  }

  take(files) {
    if (!this.busy) this.list.replaceChildren();
    for (const file of files) this.waiting.push(this.line(file));
    this.input.value = "";
    if (!this.busy) this.next();
  }

  line(file) {
    const state = element("span", { class: "state" }, this.data.texts.waiting);
    const bar = element("div", { class: "bar", role: "progressbar", "aria-label": file.name });
    const name = element("span", { class: "name", dir: "auto" }, file.name);
    const node = element("li", {}, name, state, bar);
    bar.style.setProperty("--share", 0);
    this.list.append(node);
    return { file, node, state, bar };
  }

  next() {
    const line = this.waiting.shift();
    this.busy = Boolean(line);
    if (!line) return;
    if (line.file.size > this.data.limit) this.failed(line, "too_large");
    else this.send(line);
  }

  send(line) {
    const query = new URLSearchParams({ key: this.data.key, name: line.file.name });
    const request = new XMLHttpRequest();
    this.request = request;
    request.open("PUT", `/api/v1/uploads?${query}`);
    request.upload.onprogress = ({ loaded, total }) => this.progressed(line, total ? loaded / total : 1);
    request.onload = () => (request.status === 200 ? this.arrived(line, request) : this.failed(line, REASONS[request.status]));
    request.onerror = () => this.failed(line, "lost");
    request.send(line.file);
  }

  progressed({ state, bar }, share) {
    const percent = Math.floor(share * 100);
    bar.style.setProperty("--share", share);
    bar.setAttribute("aria-valuenow", percent);
    setText(state, `${percent}\u00a0%`);
  }

  arrived(line, request) {
    line.node.remove();
    this.sent.push(JSON.parse(request.responseText).id);
    setText(this.said, this.data.texts.arrived.replace("{name}", line.file.name));
    this.tell("sent", [...this.sent]);
    this.next();
  }

  failed(line, reason = "failed") {
    setAttribute(line.node, "data-failed", true);
    setText(line.state, this.data.texts[reason]);
    setText(this.said, `${line.file.name}: ${this.data.texts[reason]}`);
    this.next();
  }
}

const REASONS = { 403: "old_page", 413: "too_large", 503: "no_room" };

export default mounting(DropView);
