"""Public data sets of homes, buildings and plants."""

from __future__ import annotations

from datetime import timedelta

from tests.support.vendors.kit import (
    COUNTER,
    INTERVAL,
    POWER,
    Key,
    VendorFile,
    comma,
    keys,
    local,
    made,
    register,
    rows,
    run,
    sun,
    use,
    vendor,
)


@vendor
def UK_DALE_channel() -> VendorFile:
    """Two numbers a line parted by a blank, no header: an epoch and watts, six seconds, with gaps."""
    at = [t for n, t in enumerate(run("UTC", "2013-04-01", 400, 1)) if n % 37]
    watts = use(len(at), 181, 0, 400)
    return made(
        UK_DALE_channel, "channel_1.dat", "UTC",
        rows([int(t.timestamp()) for t in at], [int(w) for w in watts], by=" "),
        Key("", at, watts, "W", POWER, None),
    )  # fmt: skip


@vendor
def REFIT() -> VendorFile:
    """A stamp and the same as an epoch; nine appliances by number; a column of issues."""
    at = run("UTC", "2014-03-01", 300, 1)
    watts = [[int(w) for w in use(300, 182 + n, 0, 900 / (n + 1))] for n in range(10)]
    names = ["Aggregate", *(f"Appliance{n}" for n in range(1, 10))]
    return made(
        REFIT, "CLEAN_House1.csv", "UTC",
        [",".join(["Time", "Unix", *names, "Issues"]),
         *rows(local(at, "UTC", "%Y-%m-%d %H:%M:%S"), [int(t.timestamp()) for t in at], *watts, [0] * 300)],
        *keys([names[0], *(f"Appliance{n}" for n in range(1, 10))], at, watts, "W", POWER, ["consumption"] * 10),
    )  # fmt: skip


@vendor
def AMPds() -> VendorFile:
    """Headings of one letter: P is the power, Pt its register in Wh, the others are states."""
    at = run("UTC", "2012-04-01 07:00", 300, 1)
    watts = [int(v) for v in use(300, 195, 0, 900)]
    total = register([w / 60 for w in watts], 50, 0)
    names = "unix_ts,V,I,f,DPF,APF,P,Pt,Q,Qt,S,St"
    return made(
        AMPds, "Electricity_WHE.csv", "America/Vancouver",
        [names, *rows([int(t.timestamp()) for t in at], [120.5] * 300, [7.1] * 300, [60.0] * 300,
                      [0.9] * 300, [0.9] * 300, watts, [int(t) for t in total], [-50 - n % 9 for n in range(300)],
                      [n // 3 for n in range(300)], [900 + n % 11 for n in range(300)], [n * 15 for n in range(300)])],
        Key("P", at, watts, "W", POWER, "import"),
    )  # fmt: skip


@vendor
def Pecan_Street() -> VendorFile:
    """Local minutes with an offset of hours alone; circuits without units; grid and roof."""
    at = run("America/Chicago", "2018-03-11", 240, 1)
    values = [use(240, 196), use(240, 197, 3, 0.2), sun(at, 198)]
    stamps = [s[:-2] for s in local(at, "America/Chicago", "%Y-%m-%d %H:%M:%S%z")]
    return made(
        Pecan_Street, "1minute_data_austin.csv", "America/Chicago",
        ["dataid,localminute,air1,drye1,grid,solar", *rows([661] * 240, stamps, values[0], values[1],
                                                           [round(a + b - c, 3) for a, b, c in zip(*values, strict=True)], values[2])],
        Key("air1", at, values[0], None, POWER, "consumption"),
        Key("drye1", at, values[1], None, POWER, "consumption"),
        Key("solar", at, values[2], None, POWER, "production"),
        Key("grid", at, [round(a + b - c, 3) for a, b, c in zip(*values, strict=True)], None, POWER, "import"),
    )  # fmt: skip


@vendor
def Low_Carbon_London() -> VendorFile:
    """Seven digits of a second, a blank around the values, “Null” where there is none."""
    at = run("UTC", "2012-10-12", 144, 30)
    kwh: list[float | None] = [*use(144, 199)]
    kwh[30] = None
    ends = local(at, "UTC", "%Y-%m-%d %H:%M:%S.0000000", 30)
    return made(
        Low_Carbon_London, "MAC000002.csv", "UTC",
        ["LCLid,stdorToU,DateTime,KWH/hh (per half hour) ",
         *rows(["MAC000002"] * 144, ["Std"] * 144, ends, ["Null" if v is None else f" {v} " for v in kwh])],
        Key("", at, kwh, "kWh", INTERVAL, "import"),
    )  # fmt: skip


@vendor
def Building_Data_Genome() -> VendorFile:
    """A building a column, energy an hour, no units anywhere; the first column of words is the time."""
    at = run("UTC", "2016-01-01", 96, 60)
    values = [use(96, 200 + n, 3, 80) for n in range(4)]
    names = [
        "Panther_lodging_Dean",
        "Panther_office_Lois",
        "Robin_education_Zenia",
        "Bear_assembly_Roxy",
    ]
    return made(
        Building_Data_Genome, "electricity.csv", "UTC",
        [",".join(["timestamp", *names]), *rows(local(at, "UTC", "%Y-%m-%d %H:%M:%S"), *values)],
        *(Key(n, at, v, "kWh", INTERVAL, "consumption") for n, v in zip(names, values, strict=True)),
    )  # fmt: skip


@vendor
def UCI_load_diagrams() -> VendorFile:
    """An index without a heading, quoted stamps, decimal commas, a client a column."""
    at = run("UTC", "2011-01-01", 192, 15)
    values = [use(192, 205 + n, 3, 20) for n in range(3)]
    ends = local(at, "UTC", '"%Y-%m-%d %H:%M:%S"', 15)
    return made(
        UCI_load_diagrams, "LD2011_2014.txt", "UTC",
        ['"";"MT_001";"MT_002";"MT_003"', *rows(ends, *(map(comma, v) for v in values), by=";")],
        *(Key(f"MT_00{n}", [t + timedelta(minutes=15) for t in at], v, None, POWER, "consumption")
          for n, v in enumerate(values, 1)),
    )  # fmt: skip


@vendor
def Tetouan() -> VendorFile:
    """Month first without leading zeros; weather beside three zones; two blanks in the headings."""
    at = run("UTC", "2017-01-01", 20 * 144, 10)
    zones = [use(20 * 144, 210 + n, 5, 30_000) for n in range(3)]
    weather = [use(20 * 144, 213 + n, 3, 30) for n in range(3)]
    return made(
        Tetouan, "powerconsumption.csv", "UTC",
        ["DateTime,Temperature,Humidity,Wind Speed,Zone 1 Power Consumption,Zone 2  Power Consumption,Zone 3  Power Consumption",
         *rows(local(at, "UTC", "%-m/%-d/%Y %-H:%M"), *weather, *zones)],
        *(Key(f"Zone {n}", at, z, None, POWER, None) for n, z in enumerate(zones, 1)),
    )  # fmt: skip


@vendor
def Steel_plant() -> VendorFile:
    """Energy, reactive energies, emissions, power factors; words of weekdays; day first."""
    at = run("UTC", "2018-01-01", 30 * 96, 15)
    kwh = use(30 * 96, 216, 2, 60)
    n = len(at)
    return made(
        Steel_plant, "Steel_industry_data.csv", "UTC",
        ["date,Usage_kWh,Lagging_Current_Reactive.Power_kVarh,Leading_Current_Reactive_Power_kVarh,CO2(tCO2),"
         "Lagging_Current_Power_Factor,Leading_Current_Power_Factor,NSM,WeekStatus,Day_of_week,Load_Type",
         *rows(local(at, "UTC", "%d/%m/%Y %H:%M"), kwh, use(n, 217, 2, 5), use(n, 218, 2, 2), [0.02] * n,
               use(n, 219, 2, 80), use(n, 220, 2, 90), [k * 900 % 86400 for k in range(n)],
               ["Weekday" if t.weekday() < 5 else "Weekend" for t in at], local(at, "UTC", "%A"),
               ["Light_Load" if t.hour < 8 else "Maximum_Load" for t in at])],
        Key("Usage_kWh", at, kwh, "kWh", INTERVAL, "import"),
    )  # fmt: skip


@vendor
def PVDAQ() -> VendorFile:
    """Comments over the header, powers and irradiance beside; -7999 stays a number of the file."""
    at = run("America/Denver", "2013-06-01", 96, 15)
    watts, light = sun(at, 221, 1, 4000), sun(at, 222, 1, 900)
    return made(
        PVDAQ, "system_4__date_2013_06_01.csv", "America/Denver",
        ["# PVDAQ system 4", "# local standard time", "# ---",
         "Date-Time,ac_power (W),poa_irradiance (W/m2),module_temp (C)",
         *rows(local(at, "America/Denver", "%Y-%m-%d %H:%M:%S"), watts, light, use(96, 223, 1, 40))],
        Key("ac_power", at, watts, "W", POWER, "production"),
    )  # fmt: skip


@vendor
def OPSD_household() -> VendorFile:
    """UTC beside local time; registers that began at zero, export and roof among them; late starts."""
    at = run("UTC", "2016-03-26", 72, 60)
    steps = use(72, 224), sun(at, 225), sun(at, 226, 3, 2)
    bought, sold, roof = (
        register(s, f) for s, f in zip(steps, (3045.2, 2012.1, 4098.3), strict=True)
    )
    late: list[float | None] = [None] * 10 + roof[10:]
    return made(
        OPSD_household, "household_data_60min_singleindex.csv", "Europe/Berlin",
        ["utc_timestamp,cet_cest_timestamp,DE_KN_residential1_grid_import,DE_KN_residential1_grid_export,DE_KN_residential1_pv,interpolated",
         *rows(local(at, "UTC", "%Y-%m-%dT%H:%M:%SZ"), local(at, "Europe/Berlin", "%Y-%m-%dT%H:%M:%S%z"),
               bought, sold, late, [""] * 72)],
        Key("import", at, bought, "kWh", COUNTER, "import"),
        Key("export", at, sold, "kWh", COUNTER, "export"),
        Key("pv", at, late, "kWh", COUNTER, "production"),
    )  # fmt: skip


@vendor
def iAWE() -> VendorFile:
    """Headings that are units: W, VAR, VA, f, V, PF, A beside an epoch."""
    at = run("UTC", "2013-06-01", 200, 1)
    watts = use(200, 227, 2, 700)
    return made(
        iAWE, "1.csv", "Asia/Kolkata",
        ["timestamp,W,VAR,VA,f,V,PF,A",
         *rows([int(t.timestamp()) for t in at], watts, use(200, 228, 2, 90), use(200, 229, 2, 800),
               use(200, 230, 2, 50), use(200, 231, 2, 240), use(200, 232, 2), use(200, 233, 2, 4))],
        Key("W", at, watts, "W", POWER, None),
    )  # fmt: skip
