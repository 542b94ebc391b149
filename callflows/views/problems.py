"""The page of everything that is wrong with the account's callflows."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from callflows.findings import Level
from callflows.services.problems import Problem, problems
from tenants.access import Right
from tenants.generic.pages import AccountPage, node_url

# More on one page are no help; the filter leads to the rest.
SHOWN = 200
LABELS = {
    Level.RED: _("Errors"),
    Level.YELLOW: _("Warnings"),
    Level.INFO: _("Notes"),
}


class Problems(AccountPage):
    """All findings of all callflows; `?level=` shows those of one level."""

    right = Right.VIEW
    title = _("Problems")
    template_name = "callflows/problems.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("level", "")
        level = asked if asked in list(Level) else ""
        found = problems()
        shown = [p for p in found if level in ("", p.finding.level)]
        return super().get_context_data(
            problems=[self._row(problem) for problem in shown[:SHOWN]],
            numbers_url=self.url("numbers-reach"),
            hidden=max(0, len(shown) - SHOWN),
            filters=[
                {"level": "", "label": _("All"), "n": len(found), "on": not level},
                *(
                    {
                        "level": each.value,
                        "label": label,
                        "n": sum(p.finding.level == each for p in found),
                        "on": each == level,
                    }
                    for each, label in LABELS.items()
                ),
            ],
            **kwargs,
        )

    def _row(self, problem: Problem) -> dict[str, Any]:
        """With the address of the module in the editor, for those who may edit."""
        url = self.url("callflow", pk=problem.flow.pk)
        editor = self.url("callflow-editor", pk=problem.flow.pk)
        at = node_url(editor, problem.finding.path)
        edits = self.actor.may(Right.MANAGE) and "draft" in problem.states
        return {"problem": problem, "url": url, "mend_url": at if edits else ""}
