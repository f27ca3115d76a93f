"""Print every measurement as one JSON object a line: `make bench`."""

import json

from bench import documents, longest, pairings, table, text

for module in (text, pairings, table, longest, documents):
    for row in module.run():
        print(json.dumps(row, ensure_ascii=False), flush=True)
