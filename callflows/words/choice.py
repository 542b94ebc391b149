"""Which way a call goes, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.instructions import To
from callflows.words.said import Said, Words
from callflows.words.times import rule_in_words


class Choice(Words):
    """Which way a call goes, in words."""

    def emit_BranchOnTime(self, do: op.BranchOnTime) -> Said:
        frames: dict[tuple[str, To], list[str]] = {}
        for case in do.cases:
            rules = frames.setdefault((case.name, case.to), [])
            rules.append(rule_in_words(case.rule))
        text = _("Look at the clock (%(zone)s).") % {"zone": do.timezone}
        exits = [
            (
                _("During “%(name)s” (%(rules)s):")
                % {"name": n, "rules": "; ".join(r)},
                to,
            )
            for (n, to), r in frames.items()
        ]
        return text, [*exits, (_("At any other time:"), do.otherwise)]
