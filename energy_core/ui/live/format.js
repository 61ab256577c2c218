// Numbers, times and ages as the page's language writes them; the same rules as ui/numbers.py.

const NO_BREAK = "\u00a0";
const MINUS = "\u2212";
const NOTHING = "\u2014";
const DAY_SECONDS = 86400;
const SYMBOLS = { EUR: "€", USD: "$", GBP: "£" };
const SEPARATORS = { en: [",", "."], fr: ["\u202f", ","] };
const INTL_LANGUAGE = { en: "en-GB", fr: "fr-FR" };

class Format {
  constructor({ language, timezone, texts, names }) {
    this.texts = texts;
    this.names = names;
    this.language = language;
    this.timezone = timezone;
    [this.thousands, this.point] = SEPARATORS[language];
    this.clockParts = this.intl({ hour: "numeric", minute: "2-digit", hourCycle: "h23" });
    this.dayParts = this.intl({ weekday: "long", day: "numeric", month: "long" });
    this.dateParts = this.intl({ day: "numeric", month: "long", year: "numeric" });
    this.shortParts = this.intl({ day: "numeric", month: "short", year: "numeric" });
  }

  intl(options) {
    const zone = { timeZone: this.timezone, ...options };
    return new Intl.DateTimeFormat(INTL_LANGUAGE[this.language], zone);
  }

  // The result is only ever set as text: `values` may hold what a user wrote.
  text(key, values = {}) {
    return this.texts[key].replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  }

  // A meter's name; where it is only the technical one, that in words if we know it.
  name(slug, name) {
    return name === slug ? (this.names[slug] ?? name) : name;
  }

  number(value, decimals = 0) {
    if (value === null || value === undefined || Number.isNaN(value)) return NOTHING;
    const [whole, part] = Math.abs(value).toFixed(decimals).split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+$)/g, this.thousands);
    const written = part ? grouped + this.point + part : grouped;
    return value < 0 && /[1-9]/.test(written) ? MINUS + written : written;
  }

  difference(value, decimals, unit = "") {
    if (value === null) return NOTHING;
    const figure = this.number(value, decimals);
    const zero = !/[1-9]/.test(figure);
    return withUnit(zero ? "0" : value > 0 ? "+" + figure : figure, unit);
  }

  // [figure, unit] of what flows now, from the unit it is measured in.
  flow(value, unit) {
    if (unit === "W") return this.power(value);
    const decimals = unit === "m³/h" ? 2 : unit === "°C" ? 1 : 0;
    const figure = this.number(value, decimals);
    return [/[1-9]/.test(figure) || figure === NOTHING ? figure : "0", unit];
  }

  power(watts) {
    if (watts === null || watts === undefined) return [NOTHING, "kW"];
    const [value, unit] = Math.abs(watts) >= 999500 ? [watts / 1e6, "MW"] : [watts / 1e3, "kW"];
    if (Math.abs(value) < 0.005) return ["0", unit];
    return [this.number(value, decimalsOf(value)), unit];
  }

  powerText(watts) {
    return withUnit(...this.power(watts));
  }

  // What flowed today: [Wh] in kWh, [m³] as it is.
  amount(value, unit) {
    if (value === null || value === undefined) return [NOTHING, ""];
    return unit === "W" ? [this.number(value / 1000, 1), "kWh"] : [this.number(value, 2), "m³"];
  }

  // [figure, unit] of a sum; English writes the sign first.
  money(value, currency) {
    return this.priced(this.number(value, moneyDecimals(value)), currency);
  }

  // A change of a sum of this size.
  moneyChange(change, value, currency) {
    return withUnit(...this.priced(this.difference(change, moneyDecimals(value)), currency));
  }

  priced(figure, currency) {
    const symbol = SYMBOLS[currency];
    if (!symbol || this.language !== "en") return [figure, symbol ?? currency];
    const sign = ["+", MINUS].includes(figure[0]) ? figure[0] : "";
    return [sign + symbol + figure.slice(sign.length), ""];
  }

  // [figure, unit] of a mass [g].
  mass(grams) {
    const { size, decimals, unit } = massScale(grams);
    return [this.number(grams / size, decimals), unit];
  }

  massChange(change, grams) {
    const { size, decimals, unit } = massScale(grams);
    return this.difference(change / size, decimals, unit);
  }

  clock(epoch) {
    const parts = Object.fromEntries(
      this.clockParts.formatToParts(epoch * 1000).map(({ type, value }) => [type, value]),
    );
    const h = String(Number(parts.hour));
    return this.text("clock", { h, hh: h.padStart(2, "0"), mm: parts.minute });
  }

  // "Thursday 28 May", "Jeudi 28 mai".
  day(epoch) {
    const written = this.dayParts.format(epoch * 1000).replace(",", "");
    return written.charAt(0).toUpperCase() + written.slice(1);
  }

  // "20 November 2024", "1er mai 2024".
  date(epoch) {
    const written = this.dateParts.format(epoch * 1000);
    return this.language === "fr" ? written.replace(/^1 /, "1er ") : written;
  }

  // "4 min ago"; of another day, which.
  ago(epoch, now) {
    if (now - epoch < DAY_SECONDS) return this.text("ago", { age: this.age(now - epoch) });
    return this.shortParts.format(epoch * 1000);
  }

  age(seconds) {
    const minutes = Math.floor(seconds / 60);
    if (minutes < 1) return withUnit(String(Math.max(0, Math.floor(seconds))), "s");
    if (minutes < 60) return withUnit(String(minutes), "min");
    if (minutes < 1440) return hoursAndMinutes(minutes);
    return withUnit(String(Math.floor(minutes / 1440)), this.text("days"));
  }

  duration(seconds) {
    const whole = Math.round(seconds);
    if (whole < 60 || whole >= 3600) return this.age(whole);
    const minutes = withUnit(String(Math.floor(whole / 60)), "min");
    return whole % 60 ? `${minutes} ${withUnit(String(whole % 60), "s")}` : minutes;
  }
}

function withUnit(figure, unit) {
  return figure === NOTHING || !unit ? figure : figure + NO_BREAK + unit;
}

function hoursAndMinutes(minutes) {
  const rest = String(minutes % 60).padStart(2, "0");
  return `${Math.floor(minutes / 60)}${NO_BREAK}h${NO_BREAK}${rest}`;
}

function decimalsOf(value) {
  return Math.abs(value) < 9.995 ? 2 : Math.abs(value) < 99.95 ? 1 : 0;
}

function moneyDecimals(value) {
  return Math.abs(value) < 999.995 ? 2 : 0;
}

function massScale(grams) {
  if (Math.abs(grams) < 999.5) return { size: 1, decimals: 0, unit: "g" };
  return { size: 1000, decimals: Math.abs(grams) < 99950 ? 1 : 0, unit: "kg" };
}
