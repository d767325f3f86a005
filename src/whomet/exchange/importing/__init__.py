"""What others wrote, brought in: whole readings as `whomet export accounts` writes them, and rows of tables.

A row of a spreadsheet, or a record of another program, is kept as a document of its own: its text is the row, a line
for each cell, so that all that it tells leads to exact words, as everything does. `records` says what a row is,
`tables` and `foreign` make rows of files, `columns` says what stands in which column, `placing` reads them.
"""
