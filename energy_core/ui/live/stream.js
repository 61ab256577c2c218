// The event stream: read as it comes, resumed where it stopped, watched for silence.
// `fetch` instead of EventSource, because the page says when it will try again and EventSource
// keeps that to itself.

const SILENCE_MS = 35000; // a ping comes every 15 s
const WAITS_MS = [500, 1000, 2000, 4000, 8000];

class LiveStream {
  // on({type, data}) for each event of the server, and for "open" and "lost" {retryAt}.
  constructor(url, on) {
    this.url = url;
    this.on = on;
    this.lastId = null;
    this.failures = 0;
    this.closed = false;
    this.connect();
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.abort?.abort();
  }

  async connect() {
    this.abort = new AbortController();
    this.watch();
    try {
      await this.read(await this.open());
    } catch {
      // The line broke: said on the page by "lost", mended by trying again.
    }
    if (!this.closed) this.retryLater();
  }

  async open() {
    const headers = { Accept: "text/event-stream" };
    if (this.lastId !== null) headers["Last-Event-ID"] = this.lastId;
    const answer = await fetch(this.url, { headers, signal: this.abort.signal, cache: "no-store" });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    this.failures = 0;
    this.tell({ type: "open" });
    return answer.body.pipeThrough(new TextDecoderStream()).getReader();
  }

  async read(reader) {
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      this.watch();
      const blocks = (rest + value).replaceAll("\r\n", "\n").split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) this.take(block);
    }
  }

  take(block) {
    const fields = { event: "message", data: "" };
    for (const line of block.split("\n")) {
      const colon = line.indexOf(":");
      if (colon > 0) fields[line.slice(0, colon)] = line.slice(colon + 1).trimStart();
    }
    if (fields.id !== undefined) this.lastId = fields.id;
    if (fields.data) this.tell({ type: fields.event, data: JSON.parse(fields.data) });
  }

  // A fault in drawing is reported, and does not cut the line.
  tell(event) {
    try {
      this.on(event);
    } catch (error) {
      reportError(error);
    }
  }

  watch() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.abort.abort(), SILENCE_MS);
  }

  retryLater() {
    clearTimeout(this.timer);
    const wait = WAITS_MS[Math.min(this.failures, WAITS_MS.length - 1)];
    this.failures += 1;
    this.tell({ type: "lost", retryAt: Date.now() + wait });
    this.timer = setTimeout(() => this.connect(), wait);
  }
}
