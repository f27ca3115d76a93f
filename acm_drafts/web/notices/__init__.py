"""Notices: what happened that concerns the reader, how they are told, and no more e-mails by a link."""
