"""How alembic runs the migrations: on the connection it is handed, all in that connection's one transaction."""

from alembic import context

from whomet.register.columns import schema

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema,
    transactional_ddl=True,
    render_as_batch=True,
    include_object=lambda thing, name, kind, reflected, other: not (name or "").startswith("word_index"),
)
context.run_migrations()
