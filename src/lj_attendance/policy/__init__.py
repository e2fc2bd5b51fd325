"""What the school's written policy and the law decide, clause by clause."""
