"""Print every measurement as one JSON object a line: `make bench`."""

import json

from bench import documents, library, longest, pairings, table, text

for module in (text, pairings, table, library, longest, documents):
    for row in module.run():
        print(json.dumps(row, ensure_ascii=False), flush=True)
