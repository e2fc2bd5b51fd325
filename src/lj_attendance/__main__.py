"""`python -m lj_attendance` is the same as `lja`."""

from lj_attendance.cli.main import main

if __name__ == "__main__":
    main()
