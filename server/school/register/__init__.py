"""The school's register: people, their codes, classes, years, departments, subjects, as the office keeps them."""
