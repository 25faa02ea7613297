"""A validation as a page: HTML in one file, or markdown with pictures beside it."""

from __future__ import annotations

from sim.view.validation.markdown import write_markdown
from sim.view.validation.page import write_html

__all__ = ["write_html", "write_markdown"]
