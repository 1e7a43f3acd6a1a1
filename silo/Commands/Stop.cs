using System.Runtime.InteropServices;
using Anchor.Silo.Operator;

namespace Anchor.Silo.Commands;

/// <summary>The wish to end, for programs that are not a host of their own.</summary>
internal static class Stop
{
    /// <summary>Completes at SIGTERM, Ctrl-C, or cancellation.</summary>
    public static async Task RequestedAsync(CancellationToken cancellationToken)
    {
        var requested = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Take);
        await using var cancelled = cancellationToken.Register(requested.SetResult);
        await requested.Task;

        void Take(PosixSignalContext context)
        {
            context.Cancel = true;
            requested.TrySetResult();
        }
    }

    /// <summary>Gives the work a token that SIGTERM and Ctrl-C cancel; work that they cut off ends with the code of an interruption.</summary>
    public static async Task<int> AtSignalAsync(
        Func<CancellationToken, Task<int>> work,
        CancellationToken cancellationToken
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Take);
        try
        {
            return await work(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Interrupted.");
            return ExitCodes.Unreachable;
        }

        void Take(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }
}
