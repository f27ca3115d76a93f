"""
How the number of a new paragraph repeats that of an older one: 12 bis, 12 alt, 1 ante, 12 مكرراً.

The words stand here alone, for whatever reads a number at the head of a paragraph.
"""

_DIGIT = "[0-9٠-٩۰-۹]"
_VOWELS = "[\u064b-\u0652]*"
_NEW = "(?i:new|nouveau|nouvelle|جديدة?)"

REPEATED = (
    r"(?i:bis|ter|quater|quinquies|sexies|septies|octies|novies|decies|alt|ante"
    rf"|مكرر{_VOWELS}[اة]?{_VOWELS})(?:[ \u00a0]{_DIGIT}{{1,2}}(?=[.)\t]))?(?!\w)"
)
"""Pattern of the word that says so: "bis", "alt 2", "مكرراً"."""
LATER = rf"(?:\.?[ \u00a0]?(?:{REPEATED}|\((?:{REPEATED}|{_NEW})\)))"
"""The same with what sets it apart from the number: "12bis", "12 bis", "12.bis", "12 (bis)", "12 (new)"."""
