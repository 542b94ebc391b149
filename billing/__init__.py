"""What it costs: plans (public, in `catalog`), credit and the books of an account."""
