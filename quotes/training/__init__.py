"""Everything that only training needs; at run time nobody imports it."""
