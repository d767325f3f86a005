"""Which address shows which chart."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from whomet.faces.registers import Registers
from whomet.faces.roles import Role
from whomet.faces.web.addresses import asked_by
from whomet.faces.web.charts import network, places, timeline
from whomet.faces.web.visitors import Guarded


def chart_pages(registers: Registers, answer: Callable[..., Response]) -> list[Guarded]:
    """The page of each address, and who may see it; `answer` fills a template."""

    def over_time(request: Request) -> Response:
        with registers.lent() as register:
            page = timeline.timeline_page(register, asked_by(request.query_params))
        return answer(request, "timeline.html", page=page)

    def on_a_map(request: Request) -> Response:
        with registers.lent() as register:
            page = places.map_page(register, asked_by(request.query_params), request.query_params.get("box", ""))
        return answer(request, "map.html", page=page)

    def as_a_network(request: Request) -> Response:
        by = request.query_params.get("by", "")
        of = network.Of(by) if by in list(network.Of) else network.Of.SIDES
        with registers.lent() as register:
            page = network.network_page(register, asked_by(request.query_params), of)
        return answer(request, "network.html", page=page)

    return [
        Guarded(timeline.PATH, over_time, Role.PUBLIC),
        Guarded(places.PATH, on_a_map, Role.PUBLIC),
        Guarded(network.PATH, as_a_network, Role.PUBLIC),
    ]
