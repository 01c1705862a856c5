"""Words and numbers as officials write them."""

from django import template

from bole.web.base import words

register = template.Library()
register.filter("say", words.say)
