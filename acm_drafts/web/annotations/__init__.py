"""An agenda with its annotations, and the form that writes one."""
