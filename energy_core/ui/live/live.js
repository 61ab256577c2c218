// The live component: one house, its sentence, its picture, its last minutes.

class LiveView {
  constructor(root, setTriggerValue) {
    this.house = sharedHouse();
    this.root = root;
    this.section = root.querySelector(".live");
    this.tell = (what) => setTriggerValue(what, true);
    this.head = new HeadView(root, this.house);
    this.flow = new FlowView(root, this.house);
    this.figures = new FiguresView(root);
    this.trace = new TraceView(root, this.house);
    this.wall = new Wall(this.section, this.trace);
    this.stops = [
      this.house.listen((type, data) => this.changed(type, data)),
      everySecond(() => this.tick()),
    ];
  }

  configure(data) {
    this.data = data;
    this.woken = this.told = false;
    this.section.dataset.mode = data.mode;
    document.documentElement.lang = data.language;
    setText(this.root.querySelector("[data-promise]"), data.texts.asleep);
    this.offerToLeave(data);
    takeTints(this.section);
    if (!this.house.site) return;
    this.restart();
    this.reportShown();
  }

  // From the wall display, back to the whole page.
  offerToLeave({ language, texts }) {
    const link = this.root.querySelector("[data-leave]");
    setText(link, texts.leave_wall);
    link.href = `${location.pathname}?lang=${language}`;
  }

  close() {
    this.stops.forEach((stop) => stop());
    this.flow.close();
    this.trace.close();
  }

  // The site's clock is known with the first snapshot.
  restart() {
    this.format = new Format({ timezone: this.house.site.timezone, ...this.data });
    this.figures.configure(this.format, this.data);
    this.trace.restart();
    this.trace.configure(this.format, this.data.threshold_w);
    this.show();
  }

  changed(type, news) {
    if (this.isOtherPage()) return this.wake();
    if (this.isOtherDay(news)) this.wake();
    if (type === "snapshot" || type === "meters") this.restart();
    else if (type === "readings" && this.format) this.read();
    else if (this.format) this.show();
    if (type === "snapshot" || type === "lost") this.reportShown();
  }

  // The first meter came, or the last one went: the server has another page for that.
  isOtherPage() {
    if (!this.data?.wakes || !this.house.site) return false;
    return (this.house.meters.size > 0) === (this.data.mode === "asleep");
  }

  // Midnight: what today is compared with is another day from now on.
  isOtherDay(news) {
    return Boolean(news?.day && this.data?.day) && news.day !== this.data.day;
  }

  wake() {
    if (!this.woken) this.tell("awake");
    this.woken = true;
  }

  // The server keeps the heavier half of the page until the figures stand, or cannot come.
  reportShown() {
    if (!this.data?.shown && !this.told) this.tell("shown");
    this.told = true;
  }

  // The picture's digits first; what is beside it follows on the next tick, within a second.
  read() {
    this.balance = balanceOf(this.house);
    this.flow.show(this.balance, this.format);
    this.trace.add(this.balance.latest, this.balance.home);
    if (this.state !== stateKey(this.balance)) this.show();
  }

  show() {
    this.balance = balanceOf(this.house);
    this.state = stateKey(this.balance);
    this.flow.show(this.balance, this.format);
    this.head.show(this.balance, this.format);
    this.figures.show(this.house, this.balance);
    if (this.data.mode === "wall") this.wall.dim(clockHour(this.balance.now, this.format));
  }

  tick() {
    if (!this.format) return;
    this.show();
    this.trace.draw();
    if (this.data.mode === "wall") this.wall.tick();
  }
}

function stateKey({ stale, home }) {
  return `${stale} ${home === null}`;
}

// The theme has no variable for the tints; they stand fourth and fifth in the charts' list.
function takeTints(node) {
  const list = getComputedStyle(node).getPropertyValue("--st-chart-categorical-colors").split(",");
  if (list.length > 3) node.style.setProperty("--sold", list[3].trim());
}

class HeadView {
  constructor(root, house) {
    this.house = house;
    const find = (name) => root.querySelector(`[data-${name}]`);
    this.sentence = find("sentence");
    this.status = find("status");
    this.statusText = find("status-text");
    this.subline = find("subline");
    this.words = find("picture-words");
  }

  show(balance, format) {
    setText(this.sentence, sentenceOf(this.house, balance, format));
    setText(this.subline, this.sublineOf(balance, format));
    setText(this.words, pictureInWords(balance, format));
    const state = this.stateOf(balance);
    setAttribute(this.status, "data-state", state);
    setText(this.statusText, this.statusOf(state, balance, format));
  }

  stateOf(balance) {
    if (this.house.connected === false) return "offline";
    if (balance.archived) return "archived";
    return balance.stale ? "stale" : "live";
  }

  statusOf(state, { latest, now }, format) {
    if (state === "offline") return format.text("offline");
    if (!Number.isFinite(latest)) return format.text("waiting");
    if (state === "archived") return format.text("nobody_sends");
    if (state === "live") return format.text("live_age", { age: format.age(now - latest) });
    if (now - latest >= DAY_SECONDS) return format.text("last_reading_on", { day: format.date(latest) });
    return format.text("last_reading", { age: format.age(now - latest) });
  }

  sublineOf({ now, at }, format) {
    const outside = [...this.house.meters.values()].find(
      (meter) => meter.role === "temperature" && meter.value !== null && !isSilent(meter, at),
    );
    const parts = [`${format.day(now)}, ${format.clock(now)}`];
    if (outside) parts.push(withUnit(format.number(outside.value, 0), "°C"));
    return parts.join(" · ");
  }
}

export default mounting(LiveView);
