"""Properties are tested without a stopwatch: a busy machine is no counter-example."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
