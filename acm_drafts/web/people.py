"""
People: who holds which office until when, and the acts by which they are let in and shut out.
"""

from flask import Blueprint

pages = Blueprint("people", __name__)
