"""The progress of a text: a page of tables and a drawing, and the evening report."""
