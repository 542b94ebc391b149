"""Call center set-up: queues and the agents who answer them."""
