"""What was agreed is confirmed or reopened."""
