"""Files into lines and cells: what a plan or a sheet is saved as, and why it cannot be read."""
