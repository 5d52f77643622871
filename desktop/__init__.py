"""众小 (Zhongxiao): the program a branch office runs its network of small shops on."""

__version__ = "0.2.0"
