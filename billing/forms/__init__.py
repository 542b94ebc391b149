"""Forms of plans and of what an account pays."""
