using System.Runtime.InteropServices;

namespace Anchor.Silo.Commands;

/// <summary>The wish to end, for programs that are not a host of their own.</summary>
internal static class Stop
{
    /// <summary>What shells give a program that Ctrl-C ended.</summary>
    private const int Interrupted = 130;

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

    /// <summary>Runs work that ends early, with exit code 130, at SIGTERM, Ctrl-C, or cancellation.</summary>
    public static async Task<int> AtSignalAsync(
        Func<CancellationToken, Task<int>> work,
        CancellationToken cancellationToken
    )
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Take);
        try
        {
            return await work(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return Interrupted;
        }

        void Take(PosixSignalContext context)
        {
            context.Cancel = true;
            stopping.Cancel();
        }
    }
}
