using Anchor.Simulation.Commands;
using Xunit.Runner.InProc.SystemConsole;

// Without arguments of the simulation this is a program of tests like the others.
return args.Any(SimulationCommand.IsMeant) ? SimulationCommand.Invoke(args) : await ConsoleRunner.Run(args);
