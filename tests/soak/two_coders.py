"""Two coders who look and decide all the time: one logs in to the pages, the other asks by the API."""

from __future__ import annotations

import random
import re
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx
from lxml import html

PASSWORD = "seven ferries at dawn"
LIKELY = ("accept", "same", "same-person")  # what is sent most often: of what is rejected nothing more can be decided
MEETING = re.compile(r'href="(/meetings/[^"#?]+)"')


@dataclass
class Coder:
    """Somebody who decides again and again until told to stop. `kept` are the reasons of decisions that the server said
    were kept, `told` how often it said what, and `wrong` what no server should say."""

    name: str
    one: Callable[[Coder, random.Random, str], None]
    client: httpx.Client
    pause: float
    kept: list[str] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def work(self) -> None:
        """Looks and decides, a little while between."""
        luck, number = random.Random(self.name), 0
        while not self.stop.wait(self.pause * luck.uniform(0.5, 1.5)):
            number += 1
            try:
                self.one(self, luck, f"{self.name} looked, time {number}")
            except httpx.HTTPError as error:
                self.wrong.append(f"{type(error).__name__}: {error}")

    def noted(self, reason: str, answer: httpx.Response) -> None:
        """What came of a decision: kept, or refused since somebody decided, or something came, meanwhile."""
        self.told[f"decision {answer.status_code}"] += 1
        if answer.status_code in (200, 303):
            self.kept.append(reason)
        elif answer.status_code not in (404, 409, 422):
            self.wrong.append(f"{answer.status_code}: {answer.text[:300]}")

    def looked(self, answer: httpx.Response) -> httpx.Response:
        """A page that was asked for; a meeting may have become part of another meanwhile, and a name mean two."""
        self.told[f"look {answer.status_code}"] += 1
        if answer.status_code not in (200, 404):
            self.wrong.append(f"{answer.url}: {answer.status_code}: {answer.text[:300]}")
        return answer


def by_pages(address: str, name: str, pause: float) -> Coder:
    """Somebody with an account, logged in with a password."""
    client = httpx.Client(base_url=address, timeout=600)
    token = re.search(r'name="csrf" value="([^"]+)"', client.get("/login").text)[1]
    fields = {"csrf": token, "next": "/", "name": name, "password": PASSWORD}
    assert client.post("/login", data=fields).status_code == 303
    return Coder(name, _decide_on_a_page, client, pause)


def _decide_on_a_page(coder: Coder, luck: random.Random, reason: str) -> None:
    """A question of the queue, or a meeting from the list, and one of the forms on it."""
    if luck.random() < 0.5:
        page = coder.looked(coder.client.get("/review", params={"n": luck.randint(1, 5)}))
    else:
        meetings = MEETING.findall(coder.looked(coder.client.get("/")).text)
        page = coder.looked(coder.client.get(luck.choice(meetings))) if meetings else None
    forms = [form for form in html.fromstring(page.content).forms if _can_be_sent(form)] if page else []
    if forms:
        form = luck.choice(forms)
        what = [w for w in form.xpath(".//button/@value") if w in LIKELY or luck.random() < 0.1]
        fields: dict[str, list[str]] = {"what": what[:1], "reason": [reason]}
        for hidden in form.xpath(".//input[@type='hidden']"):
            fields.setdefault(hidden.name, []).append(hidden.value)
        for select in form.xpath(".//select"):
            fields.setdefault(select.name, []).append(luck.choice(select.value_options))
        coder.noted(reason, coder.client.post("/decide", data=fields))


def _can_be_sent(form: html.FormElement) -> bool:
    """Whether it decides something, and nothing but a reason has to be typed."""
    typed = form.xpath(".//input[@required and @name != 'reason']")
    return form.action == "/decide" and bool(form.xpath(".//button[@name='what']")) and not typed


def by_api(address: str, name: str, token: str, pause: float) -> Coder:
    """A program with a token that may decide."""
    headers = {"Authorization": f"Bearer {token}"}
    client = httpx.Client(base_url=f"{address}/api/v1", timeout=600, headers=headers)
    return Coder(name, _decide_by_api, client, pause)


def _decide_by_api(coder: Coder, luck: random.Random, reason: str) -> None:
    """A meeting, and what its accounts allow; now and then its own last decision is taken back."""
    listed = coder.looked(coder.client.get("meetings", params={"limit": 200}))
    meetings = listed.json()["items"] if listed.status_code == 200 else []
    if not meetings:
        return
    found = coder.looked(coder.client.get(f"meetings/{luck.choice(meetings)['id']}"))
    if found.status_code != 200:
        return
    told = found.json()
    accounts = [account["account"] for account in told["accounts"]]
    what, about, more = "accept", accounts[:1], {}
    if len(accounts) > 1 and luck.random() < 0.3:
        what, about = luck.choice(("same", "different")), luck.sample(accounts, 2)
    elif luck.random() < 0.3:
        what, more = "correct", {"field": "topic", "value": f"ships {reason}"}
    body = {"what": what, "about": about, "reason": reason, "seen": told["seen"]} | more
    coder.noted(reason, coder.client.post("decisions", json=body))
