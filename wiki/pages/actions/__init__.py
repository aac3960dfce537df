"""Changes to pages and spaces. Each takes a `Work` and finds the page already readable and permitted or refuses."""
