"""Menus and HTML that several views use."""
