using System.CommandLine;
using Anchor.Silo.Operator;

namespace Anchor.Silo.Commands.Facilitator;

/// <summary><c>anchor facilitator list</c>: which facilitators were set up here, and which run.</summary>
internal static class FacilitatorListCommand
{
    public static Command Create()
    {
        var command = new Command("list", "Say which facilitators were set up here, and which of them run.");
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var known = await RunningFacilitators.FindAsync(null, null, cancellationToken);
        foreach (var facilitator in known)
        {
            await Console.Out.WriteLineAsync(
                facilitator.ProcessId is { } process
                    ? $"{facilitator.Chain}  process {process}  {facilitator.File}"
                    : $"{facilitator.Chain}  not running  {facilitator.File}"
            );
        }

        if (known.Count == 0)
        {
            await Console.Out.WriteLineAsync("No facilitator was set up here.");
        }

        return ExitCodes.Done;
    }
}
