"""Uploaded pictures are written anew, or refused."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from pbxportal.lib import pictures

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(kind: str, size: tuple[int, int] = (800, 400)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#336699").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_what_is_kept_is_a_small_png(kind: str) -> None:
    made = pictures.as_png(picture(kind), 480, 64)
    with Image.open(io.BytesIO(made)) as found:
        assert (found.format, found.size) == ("PNG", (128, 64))


def test_nothing_else_comes_along() -> None:
    out = io.BytesIO()
    secret = Image.new("RGB", (10, 10))
    exif = secret.getexif()
    exif[0x010E] = "taken at home"
    secret.save(out, "JPEG", exif=exif)
    data = out.getvalue() + b"<script>alert(1)</script>"
    made = pictures.as_png(data, 64, 64)
    assert b"taken at home" not in made and b"<script>" not in made


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (SVG, "kind"),
        (b"", "kind"),
        (b"GIF89a" + bytes(40), "kind"),
        (picture("PNG")[:60], "broken"),
        (bytes(pictures.MOST_BYTES + 1), "bytes"),
        (picture("PNG", (pictures.MOST_SIDE + 1, 1)), "side"),
    ],
)
def test_the_rest_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(pictures.UnfitPicture) as error:
        pictures.as_png(data, 64, 64)
    assert error.value.reason == reason
