"""What a register is, how one record of it is checked, and how its versions follow one another."""
