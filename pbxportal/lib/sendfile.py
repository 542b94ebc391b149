"""Files that only those get who were asked first.

nginx, if it stands before us, says so in a header that it sets itself, and sends the
file (and any part of it that a player asks for) when we have allowed it.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

WAV = "audio/wav"


def send(
    request: HttpRequest, path: Path, kind: str, name: str = "", *, save: bool = False
) -> HttpResponseBase:
    """The file as an answer; `save` asks the browser to keep it, under that name.

    Raises Http404 if it is not there. The caller has checked the right.
    """
    if not path.is_file():
        raise Http404
    accelerated = request.headers.get("X-Sendfile-Type") == "X-Accel-Redirect"
    if not accelerated or not path.is_relative_to(settings.RUN_DIR):
        return FileResponse(
            path.open("rb"),
            as_attachment=save,
            filename=name or path.name,
            content_type=kind,
        )
    answer = HttpResponse(content_type=kind)
    place = path.relative_to(settings.RUN_DIR)
    answer["X-Accel-Redirect"] = quote(f"/protected/{place}")
    answer["Content-Disposition"] = content_disposition_header(save, name) or "inline"
    return answer
