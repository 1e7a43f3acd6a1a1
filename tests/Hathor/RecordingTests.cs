using Anchor.Hosting.Sync;

namespace Anchor.Hathor.Tests;

/// <summary>Every recording, followed by both ways into both databases, against the node's own wallet.</summary>
public sealed class RecordingTests
{
    [Theory]
    [MemberData(nameof(Recordings.Names), MemberType = typeof(Recordings))]
    public async Task A_recording_followed_by_both_ways_and_on_both_databases_ends_in_one_state_and_with_the_nodes_own_balances(
        string name
    )
    {
        var recording = Recordings.Load(name);

        var verdict = await RecordingCheck.RunAsync(recording, TestContext.Current.CancellationToken);

        Assert.Empty(verdict.Disagreements);
        Assert.Equal(recording.Wallet.Count > 0, verdict.HasWallet);
        var takenBack = recording.Events.Sum(recorded => recorded.Event.ReorgSize ?? 0);
        foreach (var way in verdict.Ways)
        {
            // Each reorg that was recorded is met.
            Assert.Equal(takenBack, way.BlocksTakenBack);
            using var postgres = new SyncDatabase("PostgreSQL");
            var there = await RecordingCheck.FollowAsync(
                recording,
                way.Way,
                postgres.Database,
                TestContext.Current.CancellationToken
            );

            Assert.Equal(way.Hash, there.Hash);
            Assert.Empty(there.Faults);
        }
    }
}
