"""Sweeps: designs of experiments, a runner that loses nothing, and what comes out of it."""

from __future__ import annotations

from sim.batch.experiment import Experiment, load_experiment
from sim.batch.results import Results
from sim.batch.runner import SweepError
from sim.batch.sweeping import sweep

__all__ = ["Experiment", "Results", "SweepError", "load_experiment", "sweep"]
