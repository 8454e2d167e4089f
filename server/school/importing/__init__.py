"""Files of schools taken in by three steps: choose, dry run, write. A file is read and planned by a child process."""
