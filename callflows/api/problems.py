"""REST of everything that is wrong with the account's callflows."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from callflows.findings import Level
from callflows.services.problems import ORDER, problems
from tenants.generic.rest import AccountAPI


class Findings(AccountAPI):
    """`findings/`: of all callflows, drafts and live versions; `?level=` for one level."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: Request, **kwargs: Any) -> Response:
        """The worst first, each with its callflow, the module's path and the mend."""
        level = request.query_params.get("level", "")
        if level and level not in list(Level):
            raise ValidationError({"level": f"One of {', '.join(Level)}."})
        found = problems()
        counts = {each.value: 0 for each in ORDER}
        for problem in found:
            counts[problem.finding.level.value] += 1
        shown = [p.as_json() for p in found if level in ("", p.finding.level)]
        return Response({"counts": counts, "results": shown})
