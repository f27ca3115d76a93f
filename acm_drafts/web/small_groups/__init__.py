"""Small groups: listed, formed and changed; compromise texts written, answered and put to the round."""
