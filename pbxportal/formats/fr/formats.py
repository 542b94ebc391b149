"""French changes no format: people choose them by themselves."""

from pbxportal.formats.en.formats import *  # noqa: F403
