"""Dialplan from programs: pure, and the only writer of it."""
