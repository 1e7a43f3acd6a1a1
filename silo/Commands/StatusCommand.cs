using System.CommandLine;
using Anchor.Api.Operator;
using Anchor.Silo.Operator;

namespace Anchor.Silo.Commands;

/// <summary><c>anchor status</c>: which process holds the installation.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var command = new Command("status", "Say which process holds the installation.");
        command.SetAction((_, cancellationToken) => OperatorCommand.RunAsync(RunAsync, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(OperatorLink link, CancellationToken cancellationToken)
    {
        var status = await link.GetAsync("operator/status", OperatorJson.Default.OperatorStatus, cancellationToken);
        await Console.Out.WriteLineAsync(
            status.Role == OperatorRole.Command && status.ProcessId == Environment.ProcessId
                ? $"No server runs. Version {status.Version} on {status.Runtime}."
                : $"Process {status.ProcessId} serves. Version {status.Version} on {status.Runtime}."
        );
        return ExitCodes.Done;
    }
}
