"""What every subject of the web uses."""
