"""Two addresses for whoever steers the traffic: is the server alive, and is the house fit to serve."""
