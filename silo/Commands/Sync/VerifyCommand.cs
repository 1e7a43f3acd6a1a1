using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Anchor.Hosting.Sync;
using Anchor.Sandbox.Hathor;
using Anchor.Silo.Operator;
using Anchor.Storage.Sync;

namespace Anchor.Silo.Commands.Sync;

/// <summary><c>anchor sync verify</c>: replays a recording by both ways and says whether they agree with each other and with the node's wallet.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var recording = new Argument<FileInfo>("recording")
        {
            Description = "The recorded event stream of a full node.",
        }.AcceptExistingOnly();
        var json = new Option<bool>("--json")
        {
            Description = "Print the state hash and all balances as JSON, locked ones included, authorities left out.",
        };
        var command = new Command(
            "verify",
            "Replay a recording through a stand-in node, by walking and by its event queue, and compare what comes out."
        )
        {
            recording,
            json,
        };
        command.SetAction(
            (result, cancellationToken) =>
                RunAsync(result.GetRequiredValue(recording).FullName, result.GetValue(json), cancellationToken)
        );
        return command;
    }

    private static async Task<int> RunAsync(string path, bool json, CancellationToken cancellationToken)
    {
        RecordingVerdict verdict;
        try
        {
            verdict = await RecordingCheck.RunAsync(HathorRecording.Load(path), cancellationToken);
        }
        catch (FormatException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.WrongUse;
        }

        foreach (var line in verdict.Disagreements)
        {
            await Console.Error.WriteLineAsync(line);
        }

        var isVerified = verdict.Disagreements.IsEmpty;
        await Console.Out.WriteLineAsync(json ? Json(verdict, isVerified) : Text(verdict, isVerified));
        return isVerified ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static string Text(RecordingVerdict verdict, bool isVerified)
    {
        var ways = verdict.Ways.Select(way =>
            $"{way.Way, -7} state {way.Hash}, {way.Balances.Length} balances, {way.BlocksTakenBack} blocks taken back"
        );
        var end =
            !isVerified ? "not verified"
            : verdict.HasWallet ? "verified: both ways agree, and with the node's own wallet"
            : "verified: both ways agree (the recording has no wallet of the node's)";
        return string.Join(Environment.NewLine, [.. ways, end]);
    }

    private static string Json(RecordingVerdict verdict, bool isVerified) =>
        JsonSerializer.Serialize(
            new VerifyAnswer(
                isVerified,
                verdict.Ways[0].Hash,
                [.. verdict.Ways.Select(way => new VerifiedWay(way.Way, way.Hash, way.BlocksTakenBack))],
                verdict.Ways[0].Balances,
                verdict.Disagreements
            ),
            VerifyJson.Default.VerifyAnswer
        );
}

/// <summary>The answer of <c>anchor sync verify --json</c>.</summary>
internal sealed record VerifyAnswer(
    bool Verified,
    string StateHash,
    ImmutableArray<VerifiedWay> Ways,
    ImmutableArray<HeldBalance> Balances,
    ImmutableArray<string> Disagreements
);

/// <summary>How one way ended.</summary>
internal sealed record VerifiedWay(string Way, string StateHash, int BlocksTakenBack);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(VerifyAnswer))]
internal sealed partial class VerifyJson : JsonSerializerContext;
