from tests.situations.own_database import migrated_template, own_database

__all__ = ["migrated_template", "own_database"]
