"""Settings of the Word documents."""
