"""Folders of Markdown brought in as pages, and pages taken out as folders of Markdown."""
