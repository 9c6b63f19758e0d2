"""The facade: one workspace, the main path, nothing else."""
