"""Partners of the Group: their contacts, the meetings with them, their texts beside ours."""
