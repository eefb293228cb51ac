"""The pages of the desk, one a file; the menu shows them in this order."""

from tocsin.desk.base import Page
from tocsin.desk.pages.about import PAGE as ABOUT
from tocsin.desk.pages.alerts import PAGE as ALERTS
from tocsin.desk.pages.forecasts import PAGE as FORECASTS
from tocsin.desk.pages.incident import PAGE as INCIDENT
from tocsin.desk.pages.incidents import PAGE as INCIDENTS
from tocsin.desk.pages.indicators import PAGE as INDICATORS
from tocsin.desk.pages.merging import PAGE as MERGING
from tocsin.desk.pages.now import PAGE as NOW
from tocsin.desk.pages.pairs import PAGE as PAIRS
from tocsin.desk.pages.positions import PAGE as POSITIONS
from tocsin.desk.pages.posture import PAGE as POSTURE
from tocsin.desk.pages.report import PAGE as REPORT
from tocsin.desk.pages.reports import PAGE as REPORTS
from tocsin.desk.pages.review import PAGE as REVIEW
from tocsin.desk.pages.reviewing import PAGE as REVIEWING
from tocsin.desk.pages.routes import PAGE as ROUTES
from tocsin.desk.pages.samples import CODING_PAGE as CODING
from tocsin.desk.pages.samples import LIST_PAGE as SAMPLES
from tocsin.desk.pages.samples import PAGE as SAMPLE
from tocsin.desk.pages.scorecard import PAGE as SCORECARD
from tocsin.desk.pages.searches import PAGE as SEARCHES
from tocsin.desk.pages.shortcuts import PAGE as SHORTCUTS
from tocsin.desk.pages.sources import PAGE as SOURCES
from tocsin.desk.pages.statements import PAGE as STATEMENTS

PAGES: tuple[Page, ...] = (
    NOW,
    INCIDENTS,
    REVIEW,
    ALERTS,
    INDICATORS,
    PAIRS,
    FORECASTS,
    POSTURE,
    SCORECARD,
    REPORTS,
    STATEMENTS,
    POSITIONS,
    SOURCES,
    ABOUT,
    SEARCHES,
    SAMPLES,
    SHORTCUTS,
    MERGING,
    INCIDENT,
    REVIEWING,
    REPORT,
    CODING,
    SAMPLE,
    ROUTES,
)
