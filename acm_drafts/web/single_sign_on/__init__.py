"""Single sign-on at the identity provider of the house."""
