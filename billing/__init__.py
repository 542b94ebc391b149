"""What it costs: plans, rating, ledger, invoices. Reserved: nothing is in this room yet."""
