"""Print every measurement as one JSON object a line: `make bench`."""

import json

from bench import documents, longest, table, text

for module in (text, table, longest, documents):
    for row in module.run():
        print(json.dumps(row, ensure_ascii=False), flush=True)
