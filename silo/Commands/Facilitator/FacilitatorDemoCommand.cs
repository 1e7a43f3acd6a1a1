using System.CommandLine;
using Anchor.Silo.Facilitator;
using Anchor.Silo.Operator;

namespace Anchor.Silo.Commands.Facilitator;

/// <summary><c>anchor facilitator demo</c>: two chains of one's own, one stake and mint, and what happened when.</summary>
internal static class FacilitatorDemoCommand
{
    public static Command Create()
    {
        var seconds = new Option<int>("--timeout")
        {
            Description = "Seconds after which the demo gives up.",
            DefaultValueFactory = _ => 120,
        };
        var command = new Command("demo", "Start two local chains, and see one stake and mint through.") { seconds };
        command.SetAction(
            (result, cancellationToken) =>
                Stop.AtSignalAsync(
                    token => RunAsync(TimeSpan.FromSeconds(result.GetValue(seconds)), token),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (AnvilProgram.Find() is null)
        {
            await Console.Error.WriteLineAsync(AnvilProgram.Missing);
            return ExitCodes.WrongUse;
        }

        var folder = Directory.CreateTempSubdirectory("anchor-facilitator-demo-");
        try
        {
            var isRight = await new FacilitatorDemo(Console.Out.WriteLine, timeout).RunAsync(
                folder.FullName,
                cancellationToken
            );
            Console.Out.WriteLine(isRight ? "Staked and minted, to the wei." : "An amount is wrong.");
            return isRight ? ExitCodes.Done : ExitCodes.Failed;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"Not done within {timeout.TotalSeconds} seconds.");
            return ExitCodes.Failed;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
