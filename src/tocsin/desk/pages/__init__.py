"""The pages of the desk, one a file; the menu shows them in this order."""

from tocsin.desk.base import Page
from tocsin.desk.pages.about import PAGE as ABOUT
from tocsin.desk.pages.alerts import PAGE as ALERTS
from tocsin.desk.pages.forecasts import PAGE as FORECASTS
from tocsin.desk.pages.incident import PAGE as INCIDENT
from tocsin.desk.pages.incidents import PAGE as INCIDENTS
from tocsin.desk.pages.now import PAGE as NOW
from tocsin.desk.pages.positions import PAGE as POSITIONS
from tocsin.desk.pages.report import PAGE as REPORT
from tocsin.desk.pages.reports import PAGE as REPORTS
from tocsin.desk.pages.review import PAGE as REVIEW
from tocsin.desk.pages.routes import PAGE as ROUTES
from tocsin.desk.pages.scorecard import PAGE as SCORECARD
from tocsin.desk.pages.sources import PAGE as SOURCES
from tocsin.desk.pages.statements import PAGE as STATEMENTS

PAGES: tuple[Page, ...] = (
    NOW,
    INCIDENTS,
    REVIEW,
    ALERTS,
    FORECASTS,
    SCORECARD,
    REPORTS,
    STATEMENTS,
    POSITIONS,
    SOURCES,
    ABOUT,
    INCIDENT,
    REPORT,
    ROUTES,
)
