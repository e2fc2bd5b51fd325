"""Word documents: their page, styles and tables."""
