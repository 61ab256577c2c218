-- What a kWh costs, earns and emits, in the site's currency and in g of CO₂; null where it is not known.
CREATE TABLE energy.prices (site INTEGER, bought DOUBLE, sold DOUBLE, carbon_bought DOUBLE);
