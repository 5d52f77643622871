"""What several questions share: each fact and each predicate stands here once.

Facts know the records, and no other question.
"""
