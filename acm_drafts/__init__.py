"""The table at which a communiqué is negotiated. Empty on purpose: the lower floors load without Flask."""
