// What happens now in one sentence that a neighbour understands.

const KNOWN_SHARE = 0.9; // below it nobody can say where the electricity comes from
const OWN_SHARES = [
  [0.97, "own_all"],
  [0.87, "own_nine_tenths"],
  [0.71, "own_three_quarters"],
  [0.58, "own_two_thirds"],
  [0.42, "own_half"],
  [0.29, "own_third"],
  [0.18, "own_quarter"],
  [0.03, "own_little"],
  [0, "own_none"],
];

function sentenceOf(house, balance, format) {
  if (house.connected === false) return lostSentence(house, format);
  if (!house.site) return format.text("connecting");
  if (!house.meters.size) return format.text("no_meter");
  if (balance.stale && Number.isFinite(balance.latest)) return staleSentence(balance, format);
  if (balance.home === null) return format.text("no_reading");
  return balance.hasSources ? sourceSentence(balance, format) : usedSentence(balance, format);
}

function lostSentence(house, format) {
  const seconds = Math.max(0, Math.ceil(house.retryAt - house.now()));
  if (!seconds) return format.text("lost");
  return format.text("lost_retry", { wait: withUnit(String(seconds), "s") });
}

function staleSentence({ latest, now, archived }, format) {
  if (archived) return format.text("archived", { day: format.date(latest) });
  const isToday = format.date(latest) === format.date(now);
  const time = format.clock(latest);
  if (isToday) return format.text("stale", { time });
  return format.text("stale_day", { day: format.date(latest), time });
}

function usedSentence({ home }, format) {
  return format.text("used_now", { power: format.powerText(home) });
}

function sourceSentence(balance, format) {
  const { flows, home, unserved } = balance;
  if (unserved > (1 - KNOWN_SHARE) * home)
    return format.text("used_partly_known", { power: format.powerText(home) });
  const power = format.powerText(flows["sun-grid"] + flows["battery-grid"]);
  const bySun = flows["sun-home"] >= 0.97 * home;
  if (bySun && flows["sun-grid"] >= 10) return format.text("sun_and_sells", { power });
  if (bySun && flows["sun-battery"] >= 10) return format.text("sun_and_charges");
  if (bySun && home > 0) return format.text("sun_only");
  if (flows["battery-home"] >= 0.97 * home && home > 0) return format.text("battery_only");
  return format.text(ownShareKey(balance));
}

function ownShareKey({ flows, home }) {
  const own = home > 0 ? (flows["sun-home"] + flows["battery-home"]) / home : 0;
  return OWN_SHARES.find(([least]) => own >= least)[1];
}

// The whole picture in words, for who does not see it.
function pictureInWords(balance, format) {
  const { parts, home } = balance;
  const named = [
    ["home", home],
    ["sun", parts.sun.value],
    ["bought", parts.bought.value],
    ["sold", parts.sold.value],
    ["from_battery", parts.discharge.value],
    ["into_battery", parts.charge.value],
  ];
  const known = named.filter(([, value]) => value !== null);
  const words = known.map(([name, value]) => `${format.text(name)} ${format.powerText(value)}`);
  const open = openInWords(noteOf(balance), format);
  return [...words, ...(open ? [open] : [])].join(", ") || format.text("no_reading");
}
