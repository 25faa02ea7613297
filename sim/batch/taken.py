"""What is taken out of results for a paper: its appendix, and a labelled cube."""

from __future__ import annotations

from typing import Any

from sim.fields.errors import ScenarioError
from sim.runs import code
from sim.runs.outcomes import OUTCOMES

Results = Any  # sim.batch.results.Results, which stands above this


def appendix(results: Results) -> str:
    """Experiment, scenarios, seeds, versions, hashes, as text."""
    first, stop = results.manifest["seeds"]
    scenarios = [f"{name}, {hash_}" for name, hash_ in results.manifest["scenarios"].items()]
    what = {
        "Experiment": results.manifest["title"],
        "Scenarios": "; ".join(scenarios),
        "Runs": f"{results.count:,} of {results.manifest['points']:,} points",
        "Seeds": code.seeds_text(range(first, stop)),
    }
    made = dict(results.manifest["provenance"])
    made["code"] = made.pop("source")
    made.pop("platform", None)
    return code.appendix(what, made)


def cube(results: Results) -> Any:
    """An xarray Dataset. ScenarioError where the extra is missing."""
    try:
        import xarray  # noqa: F401 - pandas asks for it
    except ModuleNotFoundError:
        raise ScenarioError(['to_xarray needs an extra: pip install "bluehelm[cube]"']) from None
    names = [name for name in OUTCOMES if name in results.runs.columns]
    table = results.runs.set_index(["scenario", "policy", "world", "seed"])[names].astype(float)
    cube: Any = table.to_xarray()
    for name in names:
        cube[name].attrs = {"units": OUTCOMES[name].unit, "long_name": OUTCOMES[name].meaning}
    cube.attrs = {"title": str(results.manifest["title"]), "question": results.manifest["question"]}
    return cube
