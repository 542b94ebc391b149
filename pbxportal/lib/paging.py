"""Pages of lists: cursors for REST, sizes for tables."""

from __future__ import annotations

from rest_framework.pagination import CursorPagination

PAGE_SIZES = (15, 25, 50, 100)


class CursorPages(CursorPagination):
    """Cursor paging: stable while rows are added, constant cost at any depth."""

    page_size = 50
    max_page_size = 500
    page_size_query_param = "page_size"
    ordering = "id"


def page_size(asked: str | None) -> int:
    """The page size that a list request names, or the smallest one.

    Only the offered sizes are accepted, so that nobody asks for a million rows.
    """
    return int(asked) if asked and asked in map(str, PAGE_SIZES) else PAGE_SIZES[0]
