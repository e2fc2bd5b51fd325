"""What must not be missed of a pupil (§5, §8, §10, §14 and the law): one module a kind of rule."""
