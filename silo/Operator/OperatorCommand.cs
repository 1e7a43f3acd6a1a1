using Anchor.Silo.Commands;

namespace Anchor.Silo.Operator;

/// <summary>
/// What every command that acts on an installation has in common: a link, an end at SIGTERM or Ctrl-C, and exit codes. A command is
/// <c>command.SetAction((result, token) =&gt; OperatorCommand.RunAsync(async (link, stop) =&gt; { ...; return ExitCodes.Done; }, token))</c>.
/// </summary>
internal static class OperatorCommand
{
    public static Task<int> RunAsync(
        Func<OperatorLink, CancellationToken, Task<int>> work,
        CancellationToken cancellationToken
    ) => Stop.AtSignalAsync(stop => OnceAsync(work, stop), cancellationToken);

    /// <summary>
    /// Again and again, with a pause between, until SIGTERM or Ctrl-C, which is a good end. A round that fails says so; the next one tries
    /// again, with a link of its own, so that no data are held during the pause.
    /// </summary>
    public static Task<int> LoopAsync(
        Func<OperatorLink, CancellationToken, Task<int>> work,
        TimeSpan pause,
        CancellationToken cancellationToken
    ) =>
        Stop.AtSignalAsync(
            async stop =>
            {
                try
                {
                    while (true)
                    {
                        await OnceAsync(work, stop);
                        await Task.Delay(pause, TimeProvider.System, stop);
                    }
                }
                catch (OperationCanceledException) when (stop.IsCancellationRequested)
                {
                    return ExitCodes.Done;
                }
            },
            cancellationToken
        );

    /// <summary>Turns what went wrong into a line and an exit code.</summary>
    private static async Task<int> OnceAsync(
        Func<OperatorLink, CancellationToken, Task<int>> work,
        CancellationToken stop
    )
    {
        try
        {
            await using var link = OperatorLink.Open();
            return await work(link, stop);
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
    }
}
