"""What reports show: the week, tutors' lists, and one pupil."""
