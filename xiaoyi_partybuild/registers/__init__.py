"""The spreadsheet engine. It knows no app: each app declares its registers in `<app>/registers.py`.

declare     register (Register, Part, Finding), columns/ (the kinds), rules (sums, limits, contradictions)
1 read      workbook → reader, second_look (isolated) → rows; cells (one cell as people write it)
2 find      recognition: headers (headings: words, grid: places), contents, sides, unfilled →
            layout: judging (shapes: rows by themselves), datarows, beside, sums, groups
3 match     matching: claims (names), evidence and giveaways (cells), disputes, personal, office (stored, confirmed), memory
4 plan      plan → reading (columnwise, elsewhere, records) → linking (known, relations, said, inside) → planner: drafting,
            drafts, periods, promises, step; choices: what a person decided; spool, pace: memory and speed
            identical: the same file once more; recall (meaning, since): rows that an earlier import took in
5 look      reviewing, overview, complaints, fixing, correcting, returning; store, resealing, lifetime: an upload's files
6 write     apply → execution; tasks: the worker; models: Upload, Source, Confirmation
7 after     touched, outcome, provenance, pages; reversal, asking: undo
out         taking (may it leave) → export → sheet, finished, template, download; annotated → annotator (isolated), rewritten
pages       urls, views/, forms, steps; admin; personal_data
"""
