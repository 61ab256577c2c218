// The present load beside the threshold: of one meter, or of the house.

class LoadView {
  constructor(root) {
    this.house = sharedHouse();
    this.label = root.querySelector("[data-load-text]");
    this.value = root.querySelector("[data-load-value]");
    this.stops = [this.house.listen(() => this.show()), everySecond(() => this.show())];
  }

  configure(data) {
    this.data = data;
    this.format = new Format({ timezone: "UTC", ...data });
    setText(this.label, this.format.text("load"));
    this.show();
  }

  show() {
    if (!this.format) return;
    setText(this.value, this.format.powerText(this.watts()));
  }

  watts() {
    if (!this.data.meter) {
      const balance = balanceOf(this.house);
      return balance.stale ? null : balance.home;
    }
    const meter = this.house.meters.get(this.data.meter);
    return meter && !isSilent(meter, this.house.now()) ? meter.value : null;
  }

  close() {
    this.stops.forEach((stop) => stop());
  }
}

export default mounting(LoadView);
