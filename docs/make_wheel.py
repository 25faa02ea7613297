"""Puts the page's front-end files into the wheel, so that `bluehelm view` needs no network.

A hook of the build (pyproject.toml); nobody runs it by hand. The files are those of the user's
cache, of BLUEHELM_ASSETS, or what npm brings now. Without any of them the wheel is built all the
same, says so, and fetches them at the first `bluehelm view`. With BLUEHELM_RELEASE=1 that is an
error: what is published carries them.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parents[1]
INSIDE = "sim/_shipped/assets"


class FrontEnd(BuildHookInterface[Any]):
    """The hook: names the files that are not in the repository."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Take the folder in; an editable install keeps using the cache."""
        if version == "editable":
            return
        sys.path.insert(0, str(ROOT))
        try:
            from sim.view.app import assets
        finally:
            sys.path.remove(str(ROOT))
        try:
            here = assets.ensure()
        except assets.AssetsError as error:
            if os.environ.get("BLUEHELM_RELEASE") == "1":
                raise
            self.app.display_warning(f"this wheel has no front-end files: {error}")
            return
        build_data["force_include"][str(here)] = INSIDE
        build_data["force_include"][str(ROOT / "docs/kit/NOTICE.txt")] = f"{INSIDE}/NOTICE.txt"
