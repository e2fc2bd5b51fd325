"""Files in: from an export as it was downloaded to marks, a roll and findings."""
