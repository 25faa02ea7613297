"""Fits the sizes of events directly: a lognormal rounded down, what kills nobody unseen.

Run: `python experiments/calibration/fit_sizes.py`. Maximum likelihood of location and sigma on the
real events of Sierra Leone 1991-2001 and Bosnia 1992-1995 by type (UCDP GED 21.1, beside the
project); prints them and writes `size_fit.json`, from which `fit_violence.py` starts.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.stats import norm

HERE = Path(__file__).resolve().parent
EVENTS = HERE.parents[2] / "shared" / "data" / "ged" / "ged211_events.csv"
WINDOWS = {
    "sierra-leone-1991": ("Sierra Leone", "1991-03-01", "2001-12-31"),
    "bosnia": ("Bosnia-Herzegovina", "1992-04-01", "1995-12-31"),
}


def fit(sizes: np.ndarray) -> tuple[float, float]:  # type: ignore[type-arg]
    """Location and sigma of a lognormal whose whole part, where at least 1, was observed."""
    low, high = np.log(sizes), np.log(sizes + 1.0)

    def loss(theta: np.ndarray) -> float:  # type: ignore[type-arg]
        mu, sigma = theta[0], np.exp(theta[1])
        inside = norm.cdf((high - mu) / sigma) - norm.cdf((low - mu) / sigma)
        seen = norm.sf(-mu / sigma)
        return float(-(np.log(np.maximum(inside, 1e-300)) - np.log(seen)).sum())

    best = minimize(loss, np.array([0.5, 0.3]), method="Nelder-Mead")
    return float(best.x[0]), float(np.exp(best.x[1]))


def main() -> None:
    """Fit each country and type."""
    rows = pd.read_csv(EVENTS, low_memory=False)
    found: dict[str, dict[str, float]] = {}
    for name, (country, first, last) in WINDOWS.items():
        own = rows[(rows["country"] == country) & rows["date"].between(first, last)]
        for kind, label in ((1, "battle"), (3, "onesided")):
            sizes = own[(own["type_of_violence"] == kind) & (own["best"] > 0)]["best"]
            mu, sigma = fit(sizes.to_numpy(float))
            print(f"{name} {label}: {len(sizes)} events, location {mu:.3f}, sigma {sigma:.3f}")
            found.setdefault(name, {})[f"{label}_location"] = round(mu, 3)
            found[name][f"{label}_sigma"] = round(sigma, 3)
    (HERE / "size_fit.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
