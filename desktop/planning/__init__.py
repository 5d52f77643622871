"""Pure computation on plain data, without SQL or Qt: a frozen problem in, a frozen plan out."""
