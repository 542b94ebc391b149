"""Call center set-up: queues, agents, skills. Reserved: nothing is in this room yet."""
