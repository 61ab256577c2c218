// What was bought cost and emitted, where prices are known; as analysis/money.py. Pure. A day is
// {used, bought, sold} as {amount [Wh], share measured}, or null.

const AROUND = ["sun", "bought", "discharge", "sold", "charge"];

// Which amount of a day came from the grid, and whether something may have been sold. All that was
// used was bought where the meter of the house is the only one around it.
function billOf(parts) {
  const has = (name) => parts[name].meters.length > 0;
  const from = has("bought") ? "bought" : AROUND.some(has) ? null : "used";
  return { from, sells: has("sold") };
}

// In the site's currency, less what was earned; null where a meter or a price is missing.
function costOf(day, { from, sells }, prices) {
  const paid = priced(day[from], prices.bought);
  if (paid === null || !sells) return paid;
  const sold = day.sold;
  if (!sold) return null;
  const earned = priced(sold, sold.amount === 0 ? 0 : prices.sold);
  return earned && { amount: paid.amount - earned.amount, share: Math.min(paid.share, earned.share) };
}

// [g of CO₂]
function carbonOf(day, { from }, prices) {
  return priced(day[from], prices.carbon_bought);
}

function priced(energy, perKwh) {
  if (!energy || perKwh === null) return null;
  return { amount: (energy.amount / 1000) * perKwh, share: energy.share };
}
