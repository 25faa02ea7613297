"""What many tests share: small versions of a shipped scenario, and one run of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings

from sim.case.scenario import Scenario, load_scenario
from sim.commands import cli
from sim.runs import compiling
from sim.runs.run import Run, run

SMALL = {"nature.civilians": 300, "nature.combatants": 300}

# compiled kernels make the first example slow, so time says nothing here
settings.register_profile(
    "bluehelm",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("bluehelm")


def pytest_configure(config: pytest.Config) -> None:
    """Compile once, before several processes would."""
    if not hasattr(config, "workerinput"):
        compiling.once()


@pytest.fixture(scope="session")
def case() -> Scenario:
    """Sierra Leone with few sampled people; frozen, so tests may share it."""
    return load_scenario("sierra-leone", SMALL)


@pytest.fixture(scope="session")
def two_years(case: Scenario) -> Run:
    """Two years of it with seed 1."""
    return run(case, seed=1, weeks=104)


@pytest.fixture
def bluehelm(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Run a command in this process: exit code, stdout, stderr."""

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["bluehelm", *words])
        code = cli.main()
        out = capsys.readouterr()
        return code, out.out, out.err

    return call
