"""A school's folder: lja.toml and policy.toml read, and where everything else of it is."""

from lj_attendance.workspace.folder import MARKER, Workspace, find_workspace

__all__ = ["MARKER", "Workspace", "find_workspace"]
