using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Anchor.Silo.Operator;
using Anchor.Silo.Polls;
using Spectre.Console;

namespace Anchor.Silo.Commands;

/// <summary>Polaris' polling commands: once, or in a loop; by hand, or from any scheduler.</summary>
internal static class PollCommands
{
    public static IEnumerable<Command> Create() => PollKind.All.Select(Create);

    private static Command Create(PollKind kind)
    {
        var loop = new Option<bool>("--loop") { Description = "Go on until SIGTERM, round after round." };
        var interval = new Option<double>("--interval", "-i")
        {
            Description = "Seconds between two rounds of a loop.",
            DefaultValueFactory = _ => kind.Seconds,
        };
        interval.Validators.Add(result =>
        {
            // What is no number at all is the parser's to refuse.
            if (
                result.Tokens is [var given]
                && double.TryParse(given.Value, CultureInfo.InvariantCulture, out var seconds)
                && seconds is not (>= 0.05 and <= 86400)
            )
            {
                result.AddError("--interval must be 0.05 to 86400 seconds.");
            }
        });
        var json = new Option<bool>("--json") { Description = "Print each round's summary as a line of JSON." };
        var command = new Command(kind.Verb, kind.Summary) { loop, interval, json };
        command.Validators.Add(result =>
        {
            if (result.GetResult(interval) is { Implicit: false } && !result.GetValue(loop))
            {
                result.AddError("--interval needs --loop.");
            }
        });
        command.SetAction(
            (result, cancellationToken) =>
            {
                Task<int> RoundAsync(OperatorLink link, CancellationToken stop) =>
                    PollCommands.RoundAsync(kind, link, result.GetValue(json), stop);
                return result.GetValue(loop)
                    ? OperatorCommand.LoopAsync(
                        RoundAsync,
                        TimeSpan.FromSeconds(result.GetValue(interval)),
                        cancellationToken
                    )
                    : OperatorCommand.RunAsync(RoundAsync, cancellationToken);
            }
        );
        return command;
    }

    private static async Task<int> RoundAsync(PollKind kind, OperatorLink link, bool json, CancellationToken stop)
    {
        var (summary, hasRails) =
            Console.IsOutputRedirected || json
                ? await RunAsync(static _ => { })
                : await AnsiConsole.Status().StartAsync(kind.Verb, status => RunAsync(text => status.Status = text));
        await Console.Out.WriteLineAsync(
            json ? JsonSerializer.Serialize(summary, PollSummaryJson.Default.PollSummary) : summary.ToString()
        );
        if (!hasRails)
        {
            await Console.Error.WriteLineAsync("No business is plugged in: the rails could not be asked.");
        }

        return summary.Failed > 0 ? ExitCodes.Failed : ExitCodes.Done;

        async Task<(PollSummary, bool)> RunAsync(Action<string> progress)
        {
            var run = new PollRun(kind, link, TimeProvider.System, progress);
            return (await run.RunAsync(stop), run.HasRails);
        }
    }
}
