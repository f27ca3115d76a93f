"""The calendar of a text: a page, and a feed with a private address."""
