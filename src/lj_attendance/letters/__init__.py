"""The words and pages that are sent: recipients, templates, Word files. Computes no figure."""
