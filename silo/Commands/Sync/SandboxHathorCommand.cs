using System.CommandLine;
using Anchor.Sandbox.Hathor;
using Anchor.Silo.Operator;

namespace Anchor.Silo.Commands.Sync;

/// <summary><c>anchor sandbox hathor</c>: a stand-in for a Hathor full node that lives through a recording.</summary>
internal static class SandboxHathorCommand
{
    public static Command Create()
    {
        var recording = new Argument<FileInfo>("recording")
        {
            Description = "The recorded event stream of a full node.",
        }.AcceptExistingOnly();
        var url = new Option<string>("--url")
        {
            Description = "Where it listens; a loopback address.",
            DefaultValueFactory = _ => "http://localhost:8083",
        };
        url.Validators.Add(result =>
        {
            if (
                !Uri.TryCreate(result.GetValueOrDefault<string>(), UriKind.Absolute, out var parsed)
                || !parsed.IsLoopback
            )
            {
                result.AddError("--url must be a loopback address, such as http://localhost:8083.");
            }
        });
        var interval = new Option<double>("--interval")
        {
            Description = "Seconds between two moments of the recording; without it the node is at its end at once.",
        };
        var manual = new Option<bool>("--manual")
        {
            Description = "Begin at the first moment and go on at POST /_sandbox/step only.",
        };
        var old = new Option<bool>("--old") { Description = "Be a node that does not know include_transactions." };
        var command = new Command("hathor", "Run a stand-in for a Hathor full node that lives through a recording.")
        {
            recording,
            url,
            interval,
            manual,
            old,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(interval) is { Implicit: false })
            {
                if (result.GetValue(manual))
                {
                    result.AddError("--interval and --manual exclude each other.");
                }

                if (result.GetValue(interval) is not (>= 0.01 and <= 3600))
                {
                    result.AddError("--interval must be 0.01 to 3600 seconds.");
                }
            }
        });
        command.SetAction(
            (result, cancellationToken) =>
                RunAsync(
                    result.GetRequiredValue(recording).FullName,
                    result.GetValue(url)!,
                    result.GetValue(manual) ? null : TimeSpan.FromSeconds(result.GetValue(interval)),
                    result.GetValue(old),
                    cancellationToken
                )
        );
        return command;
    }

    /// <summary>Runs until it is stopped.</summary>
    /// <param name="interval">Null: moved by hand; zero: at the end at once.</param>
    private static async Task<int> RunAsync(
        string path,
        string url,
        TimeSpan? interval,
        bool isOld,
        CancellationToken cancellationToken
    )
    {
        RecordedNode node;
        try
        {
            node = new RecordedNode(HathorRecording.Load(path)) { GivesTransactions = !isOld };
        }
        catch (FormatException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.WrongUse;
        }

        if (interval == TimeSpan.Zero)
        {
            node.MoveToEnd();
        }
        else
        {
            node.MoveOn();
        }

        await using var host = await RecordedNodeHost.StartAsync(node, url, cancellationToken);
        Console.Out.WriteLine($"Full node of {node.Network}: DEFAULT_SERVER={host.Url}");
        Console.Out.WriteLine($"{node.Recording.Name}, event {node.Seen} of {node.Recording.Events.Length}");
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var moving = interval > TimeSpan.Zero ? MoveAsync(node, interval.Value, stopping.Token) : Task.CompletedTask;
        await Stop.RequestedAsync(cancellationToken);
        await stopping.CancelAsync();
        await moving;
        return ExitCodes.Done;
    }

    private static async Task MoveAsync(RecordedNode node, TimeSpan interval, CancellationToken cancellationToken)
    {
        try
        {
            do
            {
                await Task.Delay(interval, TimeProvider.System, cancellationToken);
            } while (node.MoveOn());
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
    }
}
