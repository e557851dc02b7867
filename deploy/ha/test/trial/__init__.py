"""Three nodes on one machine, faults while clients write, and a judgement on what the clients were told."""
