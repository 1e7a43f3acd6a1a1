using System.Runtime.InteropServices;

namespace Anchor.Silo.Operator;

/// <summary>
/// What every command that acts on an installation has in common: a link, an end at SIGTERM or Ctrl-C, and exit codes. A command is
/// <c>command.SetAction((result, token) =&gt; OperatorCommand.RunAsync(async (link, stop) =&gt; { ...; return ExitCodes.Done; }, token))</c>.
/// </summary>
internal static class OperatorCommand
{
    public static async Task<int> RunAsync(
        Func<OperatorLink, CancellationToken, Task<int>> work,
        CancellationToken cancellationToken
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Take);
        return await GuardAsync(
            async () =>
            {
                await using var link = OperatorLink.Open();
                return await work(link, stop.Token);
            },
            stop.Token
        );

        void Take(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    /// <summary>Turns what went wrong into a line and an exit code.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> work, CancellationToken stop)
    {
        try
        {
            return await work();
        }
        catch (OperatorRefusedException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e.Status == StatusCodes.Status400BadRequest ? ExitCodes.WrongUse : ExitCodes.Failed;
        }
        catch (OperatorUnreachableException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.Unreachable;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Interrupted.");
            return ExitCodes.Unreachable;
        }
    }
}
