"""The reference pages of modules, findings and rights, made from the code that runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from callflows.guide.findings import findings_page
from callflows.guide.modules import modules_page
from callflows.guide.rights import rights_page

# What `manage.py write_guide` writes, by the path below the project's folder.
PAGES: Mapping[str, Callable[[], str]] = {
    "docs/guide/modules.md": modules_page,
    "docs/guide/findings.md": findings_page,
    "docs/guide/rights.md": rights_page,
}

__all__ = ["PAGES", "findings_page", "modules_page", "rights_page"]
