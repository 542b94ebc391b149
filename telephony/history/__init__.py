"""What happened on the telephones: Asterisk's record files in, calls out."""
