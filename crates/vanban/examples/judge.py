"""Judges facts against the annotated corpus, with the equality rules of its own scorer.

usage: judge.py CORPUS < FACTS.json > VERDICTS.json

FACTS.json: {"D001": {facts as JSON}}. VERDICTS.json: {"D001": {"legal_bases[0].date": true}}: whether the fact at each
path is right; a path that the annotation says nothing about is left out. Python 3.11, standard library only."""

import importlib.util
import json
import os
import sys


def load_scorer(corpus):
    spec = importlib.util.spec_from_file_location("score", os.path.join(corpus, "score.py"))
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode = True
    spec.loader.exec_module(module)
    return module


def shares_words(score, gold, said):
    """Annotated descriptions are worded freely: half of the words of the shorter one in the other is enough."""
    gold, said = set(score.norm(gold).split()), set(score.norm(said).split())
    return bool(gold and said) and 2 * len(gold & said) >= min(len(gold), len(said))


class Judge:
    def __init__(self, score, gold, said):
        self.score, self.gold, self.said, self.verdicts = score, gold, said, {}
        self.unscored, self.partial = set(gold.get("_unscored", [])), set(gold.get("_partial", []))
        self.is_page = gold.get("doc_kind") == "news"

    def is_scored(self, field):
        return self.score.BASE(field) not in self.unscored and not (self.is_page and field in self.score.PAGE_SKIP)

    def say(self, path, is_right):
        self.verdicts[path] = bool(is_right)

    def all(self):
        for field, equal in self.score.SCALAR.items():
            said = self.score.get(self.said, field)
            if said in (None, "") or not self.is_scored(field):
                continue
            gold = self.score.get(self.gold, field)
            self.say(field, gold not in (None, "") and equal(gold, said))
        for field in ("place", "event.host", "lead_units", "recipients", "addressees", "signer.authority", "models"):
            self.names(field)
        self.loose()
        for field, parts in (("legal_bases", self.basis), ("deadlines", self.deadline), ("tasks", self.task), ("money", self.money)):
            self.items(field, parts)
        self.figures()
        return self.verdicts

    def matched(self, field, equal):
        """Pairs (index, said, gold or None) of a list; nothing where misses of the annotation are no evidence."""
        gold = self.score.aslist(self.score.get(self.gold, field))
        said = self.score.aslist(self.score.get(self.said, field))
        if not self.is_scored(field) or (not gold and field in self.score.ONLY_IF_GOLD):
            return []
        owner = self.score.match(gold, said, equal)
        pairs = [(at, item, gold[owner[at]] if at in owner else None) for at, item in enumerate(said)]
        is_partial = self.score.BASE(field) in self.partial
        return [pair for pair in pairs if pair[2] is not None or not is_partial]

    def names(self, field):
        for at, _, gold in self.matched(field, self.score.LISTS[field]):
            self.say(f"{field}[{at}]", gold is not None)

    def loose(self):
        """Facts that the scorer does not count."""
        if "symbol" in self.said and not self.is_page:
            self.say("symbol", self.score.nnum(self.gold.get("symbol", "")) == self.score.nnum(self.said["symbol"]))
        if "campaign" in self.said and "campaign" in self.gold:
            self.say("campaign", self.score.sim(self.gold["campaign"], self.said["campaign"]))
        said, gold = self.score.get(self.said, "event.date_end"), self.score.get(self.gold, "event.date_end")
        if said and self.is_scored("event"):
            self.say("event.date_end", bool(gold) and self.score.date_eq(gold, said))

    def items(self, field, parts):
        for at, said, gold in self.matched(field, self.score.LISTS[field]):
            parts(f"{field}[{at}]", said, gold)

    def text(self, path, part, said, gold):
        """A name in an item that was found; without a gold value it is not judged."""
        if part in said and gold and gold.get(part):
            self.say(f"{path}.{part}", self.score.sim(gold[part], said[part]))

    def basis(self, path, said, gold):
        if gold is None:
            numbers = [self.score.nnum(g["number"]) for g in self.gold.get("legal_bases", []) if g.get("number")]
            is_number_right = said.get("number") and self.score.nnum(said["number"]) in numbers
            for part in ("number", "name", "date"):
                if part in said:
                    self.say(f"{path}.{part}", part == "number" and is_number_right)
            return
        for part in ("number", "name"):
            if part in said:
                self.say(f"{path}.{part}", True)
        if "date" in said:
            self.say(f"{path}.date", bool(gold.get("date")) and self.score.date_eq(gold["date"], said["date"]))
        self.text(path, "issuer", said, gold)

    def deadline(self, path, said, gold):
        self.say(f"{path}.date", gold is not None)
        self.what(path, said, gold)

    def what(self, path, said, gold):
        if gold and gold.get("what") and said.get("what"):
            self.say(f"{path}.what", shares_words(self.score, gold["what"], said["what"]))

    def task(self, path, said, gold):
        self.say(f"{path}.text_start", gold is not None)
        if gold is None:
            return
        if said.get("lead"):
            self.say(f"{path}.lead", self.score.sim(gold.get("lead") or "-", said["lead"]))
        owner = self.score.match(gold.get("coordinating") or [], said.get("coordinating") or [], self.score.sim)
        for at in range(len(said.get("coordinating") or [])):
            self.say(f"{path}.coordinating[{at}]", at in owner)
        if said.get("deadline"):
            self.say(f"{path}.deadline", self.score.sim(gold.get("deadline") or "-", said["deadline"]))

    def money(self, path, said, gold):
        self.say(f"{path}.vnd", gold is not None)
        self.what(path, said, gold)

    def figures(self):
        pairs = self.matched("figures", self.score.fig_eq)
        taken = [id(gold) for _, _, gold in pairs]
        free = [gold for gold in self.gold.get("figures", []) if id(gold) not in taken]
        for at, said, gold in pairs:
            path = f"figures[{at}]"
            # The right number with the wrong unit is half right.
            near = gold or next((g for g in free if self.score.val_eq(g.get("value"), said.get("value"))), None)
            self.say(f"{path}.value", near is not None)
            if "unit" in said:
                self.say(f"{path}.unit", gold is not None)
            self.what(path, said, gold)
            for sex, count in (said.get("sex_disaggregated") or {}).items():
                right = [g for g in self.score.sex_items(self.gold) if self.score.sex_eq(g, dict(sex=sex, value=count))]
                self.say(f"{path}.sex_disaggregated.{sex}", bool(right))


def main():
    corpus = sys.argv[1]
    score = load_scorer(corpus)
    verdicts = {}
    documents = json.loads(sys.stdin.buffer.read().decode("utf-8"))
    for name, said in documents.items():
        with open(os.path.join(corpus, "gold", f"{name}.json"), encoding="utf-8") as file:
            verdicts[name] = Judge(score, json.load(file), said).all()
    json.dump(verdicts, sys.stdout, indent=1)


if __name__ == "__main__":
    main()
