using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Anchor.Domain.Chains;
using Anchor.Domain.Mosaic;
using Anchor.Domain.Network;
using Anchor.Domain.Payments;
using Anchor.Domain.Payouts;
using Anchor.Domain.Sync;
using Anchor.Domain.Transactions;
using Anchor.Domain.Workers;

namespace Anchor.Domain.Tests;

/// <summary>
/// The golden files are rows as released programs wrote them. They are never edited: a change of the stored form needs a new schema
/// version, a reader of the old one, and a new file beside the old.
/// </summary>
public sealed class StoredJsonTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static TheoryData<string> States => [.. Cases.Keys];

    private static Dictionary<string, Case> Cases { get; } =
        new()
        {
            ["transaction"] = new Case<AnchorTransaction>(
                StoredStates.Transaction,
                StoredJson.Default.AnchorTransaction
            ),
            ["payment"] = new Case<IncomingPayment>(StoredStates.Payment, StoredJson.Default.IncomingPayment),
            ["payout"] = new Case<Payout>(StoredStates.Payout, StoredJson.Default.Payout),
            ["payout.refused"] = new Case<Payout>(StoredStates.RefusedPayout, StoredJson.Default.Payout),
            ["transaction.lost"] = new Case<AnchorTransaction>(
                StoredStates.LostTransaction,
                StoredJson.Default.AnchorTransaction
            ),
            ["network"] = new Case<NetworkState>(StoredStates.Network, StoredJson.Default.NetworkState),
            ["mosaic_request"] = new Case<MosaicRequest>(StoredStates.MosaicRequest, StoredJson.Default.MosaicRequest),
            ["worker_transaction"] = new Case<WorkerTransaction>(
                StoredStates.WorkerTransaction,
                StoredJson.Default.WorkerTransaction
            ),
            ["chain_event"] = new Case<ChainEvent>(StoredStates.ChainEvent, StoredJson.Default.ChainEvent),
            ["scan_cursor"] = new Case<ScanCursor>(StoredStates.ScanCursor, StoredJson.Default.ScanCursor),
            ["worker_account"] = new Case<WorkerAccount>(
                new WorkerAccount { NextNonce = 9 },
                StoredJson.Default.WorkerAccount
            ),
            ["block_sync"] = new Case<BlockSyncState>(StoredStates.BlockSync, StoredJson.Default.BlockSyncState),
            ["payout.network_reset"] = new Case<Payout>(StoredStates.LostPayout, StoredJson.Default.Payout),
            ["payout.impossible"] = new Case<Payout>(StoredStates.ImpossiblePayout, StoredJson.Default.Payout),
        };

    [Theory]
    [MemberData(nameof(States))]
    public void A_full_state_is_written_as_the_golden_file_of_its_schema_version(string name) =>
        ApprovedFile.Matches(Golden(name), Layout(Cases[name].Write()) + "\n");

    [Theory]
    [MemberData(nameof(States))]
    public void The_golden_file_is_read_without_loss(string name)
    {
        var golden = ApprovedFile.Read(Golden(name));

        Assert.Equal(Layout(golden), Layout(Cases[name].WriteAgain(golden)));
    }

    [Theory]
    [InlineData(
        """{"id":"t1","kind":"deposit","status":"pending_trust","asset":{"code":"native"},"distribution_account":"G"}"""
    )]
    [InlineData("""{"id":"t1","status":"completed","a_member_of_tomorrow":{"x":[1]}}""")]
    [InlineData("{}")]
    public void A_row_that_lacks_members_or_has_unknown_ones_is_read_with_defaults_that_work(string json)
    {
        var state = JsonSerializer.Deserialize(json, StoredJson.Default.AnchorTransaction)!;

        Assert.Empty(state.History);
        Assert.Empty(state.Pending);
        Assert.Empty(state.Refunds);
        Assert.Empty(state.UsedTokens);
        Assert.Empty(state.Fields);
    }

    [Fact]
    public void Nothing_that_is_computed_is_stored()
    {
        var row = JsonNode.Parse(Cases["transaction"].Write())!.AsObject();

        Assert.False(row.ContainsKey("exists"));
    }

    private static string Golden(string name) => $"Golden/{name}.v{StoredJson.SchemaVersion}.json";

    private static string Layout(string json) => JsonNode.Parse(json)!.ToJsonString(Indented);

    private abstract record Case
    {
        public abstract string Write();

        public abstract string WriteAgain(string json);
    }

    private sealed record Case<T>(T State, JsonTypeInfo<T> Type) : Case
    {
        public override string Write() => JsonSerializer.Serialize(State, Type);

        public override string WriteAgain(string json) =>
            JsonSerializer.Serialize(JsonSerializer.Deserialize(json, Type)!, Type);
    }
}
