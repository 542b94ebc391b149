"""What happens on the telephones now: AMI events in, numbered deltas out."""
