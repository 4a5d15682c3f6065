"""The commands of ``alutsista``, one a module; with ``graph.cli`` alone they join both packages."""
