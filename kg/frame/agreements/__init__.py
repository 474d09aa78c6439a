"""Agreements: rules that find drafts in sentences, what the papers are called, between whom, and their gathering."""
