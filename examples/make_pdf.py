"""Makes `reports/ghana-communique.pdf`, the PDF among the examples: `python examples/make_pdf.py`.

Needs reportlab, which is in the development environment. The same bytes come out each time.
"""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Paragraph, SimpleDocTemplate, Spacer

TARGET = Path(__file__).parent / "reports" / "ghana-communique.pdf"
TITLE = "Joint communiqué on the visit of the Minister for Foreign Affairs of Ghana to Portugal"

HEADING = ParagraphStyle("heading", fontName="Times-Bold", fontSize=14, leading=18, spaceAfter=10)
BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=15, spaceAfter=9)

LETTERHEAD = "Republic of Ghana, Ministry of Foreign Affairs"
DATELINE = "Accra, 11 September 2024"
PARAGRAPHS = (
    "1. At the invitation of Her Excellency Leonor Valadares, Minister of Foreign Affairs of the Portuguese Republic, "
    "the Honourable Kojo Amissah-Ntiri, Minister for Foreign Affairs of the Republic of Ghana, paid a working visit to "
    "Portugal on 10 September 2024.",
    "2. The two Ministers held talks at the Acacia Palace in Sintra, first alone and then in the presence of their "
    "delegations. The talks, which took place in a warm and friendly atmosphere, covered fisheries, the mobility of "
    "students and air services between the two countries.",
    "3. The Ministers signed a Memorandum of Understanding on Fisheries in the Gulf of Guinea.",
    "4. Minister Amissah-Ntiri stressed that fishing without a licence “is not a misunderstanding but an offence,” and "
    "welcomed the readiness of Portugal to share the tracking data of its fleet. Minister Valadares expressed regret "
    "over the incident of July and thanked the Ghanaian authorities for the humane treatment of the 61 crew members.",
    "5. Both Ministers condemned piracy in the Gulf of Guinea and called for closer cooperation of the coast guards of "
    "the region.",
    "6. Minister Amissah-Ntiri invited Minister Valadares to pay a visit to Ghana at a date to be agreed upon.",
    "Done at Sintra, in the English and Portuguese languages.",
)


def footer(canvas: Canvas, document: BaseDocTemplate) -> None:
    """The line at the foot of each page: its number, and that the text is invented."""
    canvas.setFont("Times-Italic", 8)
    canvas.drawCentredString(
        A4[0] / 2, 40, f"Page {document.page} - an invented text, an example of the Whomet project"
    )


def make(target: Path = TARGET) -> None:
    """Writes the PDF."""
    document = SimpleDocTemplate(
        str(target), pagesize=A4, title=TITLE, author=LETTERHEAD, subject="A fictional example", invariant=1
    )
    story = [Paragraph(LETTERHEAD, BODY), Paragraph(DATELINE, BODY), Paragraph(TITLE, HEADING), Spacer(1, 6)]
    story += [Paragraph(text, BODY) for text in PARAGRAPHS]
    document.build(story, onFirstPage=footer, onLaterPages=footer)


if __name__ == "__main__":
    make()
