"""Everything that the portal needs on one machine, started and ended together.

Only the standard library and no Django: the first command runs before there is a
virtual environment. Tests use `Stack` from `pbxportal.devstack.stack`.
"""
