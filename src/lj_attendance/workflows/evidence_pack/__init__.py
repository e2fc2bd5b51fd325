"""One pupil's record for the local authority or the court."""
