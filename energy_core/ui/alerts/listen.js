// Nothing to see: the page is drawn anew when incidents come, grow or are judged elsewhere, and
// when the line is open, for what happened before nobody heard.

const GATHER_MS = 300; // what comes together is one change

class Listening {
  constructor(root, setTriggerValue) {
    this.changed = () => setTriggerValue("changed", Date.now());
    this.stream = new LiveStream(new URL("api/v1/live", document.baseURI).pathname, (event) => this.take(event));
  }

  configure() {}

  take({ type }) {
    if (type !== "anomalies" && type !== "open") return;
    clearTimeout(this.timer);
    this.timer = setTimeout(this.changed, GATHER_MS);
  }

  close() {
    clearTimeout(this.timer);
    this.stream.close();
  }
}

export default mounting(Listening);
