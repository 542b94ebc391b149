"""The palette: one file a module, nothing else."""
