"""The page of rights: which role may do what."""

from __future__ import annotations

from callflows.guide.text import GENERATED, cell
from tenants.access import GRANTABLE, WORDS, Right, allowed
from tenants.models.membership import Role


def rights_page() -> str:
    """Markdown: one table, a row for each right and a column for each role."""
    roles = list(Role)
    rows = [
        "| " + " | ".join(["right", *(cell(str(role.label)) for role in roles)]) + " |",
        "|---" * (len(roles) + 1) + "|",
    ]
    rows += [
        "| " + " | ".join([cell(str(WORDS[right])), *_answers(right, roles)]) + " |"
        for right in Right
    ]
    parts = [
        "# Who may do what",
        GENERATED,
        "A person has one role in an account. *If granted*: only where the reseller "
        "has granted it to the account.",
        "\n".join(rows),
    ]
    return "\n\n".join(parts) + "\n"


def _answers(right: Right, roles: list[Role]) -> list[str]:
    return [_answer(role, right) for role in roles]


def _answer(role: Role, right: Right) -> str:
    if allowed(role, right):
        return "yes"
    return "if granted" if GRANTABLE.get(right) == role else "no"
