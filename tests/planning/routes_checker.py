"""A plan of runs held against its problem, both as JSON; shares nothing with what made it."""

from decimal import ROUND_HALF_UP, Decimal
from math import asin, cos, radians, sin, sqrt
from typing import Any

Form = dict[str, Any]


def complaints(problem: Form, plan: Form) -> list[str]:
    """What is wrong with a plan; nothing for a good one."""
    return _Checker(problem).all_of(plan)


class _Checker:
    def __init__(self, problem: Form) -> None:
        self.problem = problem
        self.drops = {drop["code"]: drop for drop in problem["drops"]}
        self.at = {drop["code"]: at for at, drop in enumerate(problem["drops"], 1)}
        self.vehicles = {vehicle["code"]: vehicle for vehicle in problem["vehicles"]}
        self.wrong: list[str] = []

    def all_of(self, plan: Form) -> list[str]:
        told = [stop["code"] for run in plan["runs"] for stop in run["stops"]]
        told += [one["code"] for one in plan["unserved"]]
        self.need(sorted(told) == sorted(self.drops), "each drop stands once")
        self.need(Decimal(plan["cost"]) == sum(Decimal(run["cost"]) for run in plan["runs"]), "sum")
        self.need(plan["metres"] == sum(run["metres"] for run in plan["runs"]), "sum of metres")
        for code in self.vehicles:
            runs = [run for run in plan["runs"] if run["vehicle"] == code]
            free = None
            for run in runs:
                free = self.run(run, free)
        self.fixed(plan)
        for one in plan["unserved"]:
            self.unserved(one, plan)
        return self.wrong

    def need(self, good: bool, words: str) -> None:
        if not good:
            self.wrong.append(words)

    def way(self, one: str | None, other: str | None) -> tuple[int, int]:
        at, to = (0 if code is None else self.at[code] for code in (one, other))
        if self.problem["matrix"] is not None:
            matrix = self.problem["matrix"]
            return matrix["metres"][at][to], matrix["seconds"][at][to]
        a, b = (
            self.problem["depot"] if code is None else self.drops[code] for code in (one, other)
        )
        a, b = (self.problem["depot"] if None in (c["lat"], c["lon"]) else c for c in (a, b))
        north, south = radians(a["lat"]), radians(b["lat"])
        half = sin((south - north) / 2) ** 2
        half += cos(north) * cos(south) * sin(radians(b["lon"] - a["lon"]) / 2) ** 2
        mm = Decimal(2 * 6_371_008_800 * asin(sqrt(half))).to_integral_value(ROUND_HALF_UP)
        straight = mm / 1000 * Decimal(self.problem["road_factor"])
        metres = int(straight.to_integral_value(ROUND_HALF_UP))
        lasts = Decimal(metres) * 36 / (10 * self.problem["kmh"])
        return metres, int(lasts.to_integral_value(ROUND_HALF_UP))

    def drive(self, codes: list[str], leaves: int) -> tuple[list[int], int, int, bool]:
        """When each is reached, the return, metres, and whether all are in time."""
        now, last, way, good = leaves, None, 0, True
        reached = []
        for code in [*codes, None]:
            metres, seconds = self.way(last, code)
            now, way, last = now + seconds, way + metres, code
            if code is not None:
                reached.append(now)
                drop = self.drops[code]
                good &= drop["closes"] is None or now <= _second(drop["closes"])
                now = max(now, _second(drop["opens"] or "00:00")) + drop["service_s"]
        return reached, now, way, good

    def day(self, vehicle: Form) -> tuple[int, int]:
        depot = self.problem["depot"]
        first = max(_second(depot["opens"] or "00:00"), _second(vehicle["starts"] or "00:00"))
        closes = [_second(one) for one in (depot["closes"], vehicle["ends"]) if one is not None]
        return first, min(closes, default=2 * 86_400)

    def carries(self, vehicle: Form, codes: list[str]) -> bool:
        return all(
            vehicle[kind] is None
            or sum(Decimal(self.drops[code][kind] or 0) for code in codes) <= Decimal(vehicle[kind])
            for kind in ("cartons", "kg")
        )

    def run(self, run: Form, free: int | None) -> int:
        vehicle = self.vehicles[run["vehicle"]]
        codes = [stop["code"] for stop in run["stops"]]
        leaves = _second(run["departs"])
        reached, back, metres, good = self.drive(codes, leaves)
        self.need(run["metres"] == metres, f"metres {run['metres']} {metres}")
        self.need(run["seconds"] == back - leaves, "seconds")
        self.need(run["returns"] == _clock(back), "returns")
        self.need(
            [stop["arrives"] for stop in run["stops"]] == [_clock(one) for one in reached], ""
        )
        cost = Decimal(vehicle["per_run"]) + Decimal(vehicle["per_km"]) * metres / 1000
        cost += Decimal(vehicle["per_hour"]) * (back - leaves) / 3600
        cost = cost.quantize(Decimal("0.01"), ROUND_HALF_UP)
        self.need(Decimal(run["cost"]) == cost, f"cost {run['cost']} {cost}")
        load = sum((Decimal(self.drops[code]["cartons"] or 0) for code in codes), Decimal(0))
        self.need(Decimal(run["cartons"]) == load, "cartons")
        first, last = self.day(vehicle)
        keeps = good and self.carries(vehicle, codes) and first <= leaves and back <= last
        keeps &= free is None or leaves >= free
        if not run.get("broken"):
            self.need(keeps, f"{run['vehicle']} breaks a rule and doesn't say so")
        return back + vehicle["reload_s"]

    def fixed(self, plan: Form) -> None:
        for fixed in self.problem["fixed"]:
            runs = [
                [stop["code"] for stop in run["stops"]]
                for run in plan["runs"]
                if run["vehicle"] == fixed["vehicle"]
                and {stop["code"] for stop in run["stops"]} >= set(fixed["drops"])
                and (fixed["departs"] is None or run["departs"] == fixed["departs"])
            ]
            if not fixed["drops"]:
                continue
            self.need(len(runs) == 1, f"{fixed['drops']} are on one run of their vehicle")
            for codes in runs:
                kept = [code for code in codes if code in fixed["drops"]]
                self.need(not fixed["order"] or kept == fixed["drops"], "order")
                self.need(not fixed["closed"] or len(kept) == len(codes), "closed")

    def unserved(self, one: Form, plan: Form) -> None:
        drop, why = self.drops[one["code"]], one["why"]
        if None in (drop["lat"], drop["lon"]) and self.problem["matrix"] is None:
            self.need(why == "no_place", f"{one} has no place")
            return
        able = [v for v in self.vehicles.values() if self.carries(v, [one["code"]])]
        if self.vehicles and not able:
            self.need(why == "too_large", f"{one} is too large")
            return
        alone = any(self.chain(vehicle, [([one["code"]], None)]) for vehicle in able)
        self.need(why == ("day_full" if alone or not able else "hours"), f"{one}")
        for vehicle in able:
            self.need(not self.takes(vehicle, one["code"], plan), f"{vehicle['code']} takes {one}")

    def chain(self, vehicle: Form, runs: list[tuple[list[str], str | None]]) -> bool:
        """Whether runs, each left as early as it can, keep every rule."""
        free, last = self.day(vehicle)
        for codes, departs in runs:
            leaves = -(-free // 60) * 60 if departs is None else _second(departs)
            _reached, back, _metres, good = self.drive(codes, leaves)
            if leaves < free or not good or back > last or not self.carries(vehicle, codes):
                return False
            free = back + vehicle["reload_s"]
        return True

    def takes(self, vehicle: Form, code: str, plan: Form) -> bool:
        fixed = [one for one in self.problem["fixed"] if one["vehicle"] == vehicle["code"]]
        runs = []
        for run in plan["runs"]:
            if run["vehicle"] == vehicle["code"]:
                codes = [stop["code"] for stop in run["stops"]]
                own = [one for one in fixed if one["drops"] and set(one["drops"]) <= set(codes)]
                closed = any(one["closed"] for one in own)
                departs = next((one["departs"] for one in own), None)
                runs.append((codes, departs, closed))
        chain = [(codes, departs) for codes, departs, _closed in runs]
        for at, (codes, departs, closed) in enumerate(runs):
            for place in range(len(codes) + 1):
                longer = [*codes[:place], code, *codes[place:]]
                if not closed and self.chain(
                    vehicle, [*chain[:at], (longer, departs), *chain[at + 1 :]]
                ):
                    return True
        more = not fixed and len(runs) < vehicle["runs"]
        return more and any(
            self.chain(vehicle, [*chain[:at], ([code], None), *chain[at:]])
            for at in range(len(chain) + 1)
        )


def _second(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 3600 + int(minute) * 60


def _clock(second: int) -> str:
    minute = -(-second // 60)
    return f"{minute // 60:02}:{minute % 60:02}"
