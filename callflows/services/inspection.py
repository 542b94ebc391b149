"""What an editor shows of a document: each module's exits, caption and findings."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import Path
from callflows.models import Callflow
from callflows.services.publishing import Checked, check_document


def inspect(flow: Callflow, document: Any) -> dict[str, Any]:
    """All modules of a document of this callflow, from the root down, and its findings.

    A module that is not known, or whose settings are not valid, has the exits that are
    in use. Nothing is stored.
    """
    checked = check_document(document, flow.pk)
    found: dict[Path, list[Finding]] = defaultdict(list)
    for finding in checked.findings:
        found[finding.path].append(finding)
    return {
        "nodes": [
            _node(checked, node, found[path])
            for path, node in checked.flow.nodes.items()
        ],
        "findings": [finding.as_json() for finding in checked.findings],
    }


def _node(checked: Checked, node: Node, findings: list[Finding]) -> dict[str, Any]:
    module = node.module
    return {
        "path": list(node.path),
        "caption": module.caption(checked.snapshot) if module else "",
        "exits": _exits(checked, node),
        "findings": [finding.as_json() for finding in findings],
    }


def _exits(checked: Checked, node: Node) -> list[dict[str, Any]]:
    known = [
        {
            "key": branch.key,
            "label": branch.name(checked.snapshot),
            "optional": branch.optional,
        }
        for branch in node.branches
    ]
    keys = {exit["key"] for exit in known}
    used = [
        {
            "key": key,
            "label": key,
            "optional": False,
            "unknown": node.module is not None,
        }
        for key in node.keys
        if key not in keys
    ]
    return [*known, *used]
