"""Negotiations played at random over every writing verb, and every pair of writing verbs raced."""
