"""Reads of pages and spaces, always for somebody."""
