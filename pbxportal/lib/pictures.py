"""Pictures that people upload: looked at, and written anew, so that nothing else is kept."""

from __future__ import annotations

import io

from PIL import Image, UnidentifiedImageError

KINDS = ("PNG", "JPEG", "WEBP")
MOST_BYTES = 512 * 1024
MOST_SIDE = 4096


class UnfitPicture(ValueError):
    """A picture that is not taken; `reason` is kind, bytes, side or broken."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def as_png(data: bytes, width: int, height: int) -> bytes:
    """The picture as a PNG that is at most so large, without what files carry besides.

    Raises UnfitPicture for what is none of `KINDS` (an SVG may carry programs), is larger
    than the limits, or can't be read.
    """
    if len(data) > MOST_BYTES:
        raise UnfitPicture("bytes")
    try:
        with Image.open(io.BytesIO(data), formats=KINDS) as picture:
            # Known from the first bytes, before anything is unpacked.
            if max(picture.size) > MOST_SIDE:
                raise UnfitPicture("side")
            made = picture.convert("RGBA")
    except UnidentifiedImageError as error:
        raise UnfitPicture("kind") from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, UnfitPicture):
            raise
        raise UnfitPicture("broken") from error
    made.thumbnail((width, height), Image.Resampling.LANCZOS)
    made.info.clear()
    out = io.BytesIO()
    made.save(out, "PNG", optimize=True)
    return out.getvalue()
