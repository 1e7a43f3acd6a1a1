using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Anchor.Silo.Operator;

namespace Anchor.Silo.Commands.Facilitator;

/// <summary><c>anchor facilitator stop --chainid N</c>: SIGTERM to the chain's facilitator, and wait until it is gone.</summary>
internal static class FacilitatorStopCommand
{
    private const int SigTerm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Create()
    {
        var chain = FileOptions.ChainId("The auxiliary chain whose facilitator is to end.");
        chain.Required = true;
        var file = new Option<string?>("--facilitator-config") { Description = "The facilitator's configuration." };
        var command = new Command("stop", "End a running facilitator, and wait until it is gone.") { chain, file };
        command.SetAction(
            (result, cancellationToken) => RunAsync(result.GetValue(chain)!, result.GetValue(file), cancellationToken)
        );
        return command;
    }

    private static async Task<int> RunAsync(string chain, string? file, CancellationToken cancellationToken)
    {
        var known = await RunningFacilitators.FindAsync(chain, file, cancellationToken);
        if (known is not [{ ProcessId: { } id }])
        {
            await Console.Error.WriteLineAsync($"No facilitator of chain {chain} runs here.");
            return ExitCodes.Failed;
        }

        using var process = Process.GetProcessById(id);
        if (NativeMethods.Kill(id, SigTerm) != 0)
        {
            await Console.Error.WriteLineAsync(
                $"Process {id} cannot be told to end: {Marshal.GetLastPInvokeErrorMessage()}."
            );
            return ExitCodes.Failed;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"Process {id} was told to end, and still runs.");
            return ExitCodes.Failed;
        }

        await Console.Out.WriteLineAsync($"The facilitator of chain {chain} (process {id}) has ended.");
        return ExitCodes.Done;
    }

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        public static extern int Kill(int process, int signal);
    }
}
