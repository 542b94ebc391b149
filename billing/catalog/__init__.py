"""What resellers sell, and who has bought it: tables of the public schema."""
