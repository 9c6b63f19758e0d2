"""`enduse trace`: where goods went; the commands stand in ``tracing_flows`` and ``tracing_machines``."""

import typer

from enduse.cli.tracing_flows import flows_app
from enduse.cli.tracing_machines import machines_app

trace_app = typer.Typer(
    help="Follow goods, machines and money over borders.", no_args_is_help=True, rich_markup_mode=None
)
trace_app.add_typer(flows_app)
trace_app.add_typer(machines_app)
