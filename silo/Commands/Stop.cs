using System.Runtime.InteropServices;

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
}
