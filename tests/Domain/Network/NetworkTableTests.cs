using System.Collections.Immutable;
using Anchor.Domain.Network;
using Anchor.Domain.Tests.Transactions;

namespace Anchor.Domain.Tests.Network;

using Column = Column<NetworkState, NetworkCommand>;
using Row = Row<NetworkState>;

public sealed class NetworkTableTests
{
    private const string Legend = """
        Every command about the network in every situation.
        A cell is the next condition with its era, the stage of an ending and whether the network is open; "dup" if nothing changes; or "!" and the refusal's code.


        """;

    private static readonly Landmark First = At(100, "old", 0);
    private static readonly Landmark New = At(7, "new", 90);

    private static readonly ImmutableArray<Row> Rows =
    [
        new("unknown", new NetworkState()),
        new("known", After(new ConfirmNetwork(0, First))),
        new("reset, never known", After(new DenyNetwork(0, "ahead"))),
        new("reset", After(new ConfirmNetwork(0, First), new DenyNetwork(0, "other hash"))),
        .. Enum.GetValues<ResetStage>()
            .Select(stage => new Row(
                stage == ResetStage.Done ? "known, resolved" : $"resolving, {stage.ToString().ToLowerInvariant()}",
                After([
                    new ConfirmNetwork(0, First),
                    new DenyNetwork(0, "other hash"),
                    new BeginReset(New, false),
                    .. Enumerable
                        .Range(0, (int)stage)
                        .Select(i => new AdvanceReset((ResetStage)i, null, (ResetStage)(i + 1), null, 1)),
                ])
            )),
    ];

    private static readonly ImmutableArray<(string Family, ImmutableArray<Column> Columns)> Families =
    [
        (
            "what is seen",
            [
                new("confirm, later", s => new ConfirmNetwork(s.Era, At(200, "later", 120))),
                new("confirm, too soon", s => new ConfirmNetwork(s.Era, At(201, "soon", s.Era == 0 ? 20 : 100))),
                new("confirm, the first ledger", s => new ConfirmNetwork(s.Era, At(1, "genesis", 120))),
                new("confirm, old word", s => new ConfirmNetwork(s.Era - 1, At(200, "later", 120))),
                new("deny", s => new DenyNetwork(s.Era, "other hash")),
                new("deny, old word", s => new DenyNetwork(s.Era - 1, "other hash")),
            ]
        ),
        (
            "the operator",
            [
                new("begin", _ => new BeginReset(New, false)),
                new("begin by force", _ => new BeginReset(New, true)),
                new("begin too young", _ => new BeginReset(At(1, "genesis", 90), true)),
            ]
        ),
        (
            "the ending",
            [
                new("a page", s => Advance(s, s.Progress?.Stage ?? default, "t1")),
                new("a stage", s => Advance(s, (s.Progress?.Stage ?? default) + 1, null)),
                new("two stages", s => Advance(s, (s.Progress?.Stage ?? default) + 2, null)),
                new("a page, old word", _ => new AdvanceReset(ResetStage.Payouts, "t9", ResetStage.Payouts, "t10", 1)),
            ]
        ),
    ];

    [Fact]
    public void Every_command_in_every_situation_is_decided_as_approved()
    {
        var table = new DecisionTable<NetworkState, NetworkCommand>(NetworkMachine.Decide, Describe, Sample.Start);

        var text = string.Concat(
            Families.Select(family => table.Write($"network: {family.Family}", Rows, family.Columns))
        );

        ApprovedFile.Matches("../Approved/Network.approved.txt", Legend + text);
    }

    [Fact]
    public void The_table_has_a_row_for_every_condition_and_a_column_for_every_command()
    {
        Assert.Equal(Enum.GetValues<NetworkCondition>(), Rows.Select(row => row.State.Condition).Distinct().Order());
        var commands = Families
            .SelectMany(family => family.Columns)
            .Select(column => column.Command(Rows[0].State).GetType());
        var declared = typeof(NetworkCommand).Assembly.GetTypes().Where(t => t.BaseType == typeof(NetworkCommand));
        Assert.Equal(
            declared.Select(type => type.Name).Order(StringComparer.Ordinal),
            commands.Select(type => type.Name).Distinct().Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Landmarks_stay_few_and_reach_from_the_first_ledger_seen_to_the_latest()
    {
        var state = new NetworkState();
        for (var i = 0; i < 10_000; i++)
        {
            state = Next(state, new ConfirmNetwork(0, At(100 + (7 * i), $"hash-{i}", 35 * i)));
        }

        var ledgers = state.Landmarks.Select(landmark => landmark.Ledger).ToList();
        Assert.Equal(100 + (7 * 9_999), ledgers[0]);
        Assert.Equal(100, ledgers[^1]);
        Assert.InRange(ledgers.Count, 12, 40);
        Assert.All(
            ledgers.Zip(ledgers.Skip(1)),
            pair =>
                Assert.True(
                    ledgers[0] - pair.Second <= Math.Max(14, 3 * (ledgers[0] - pair.First)),
                    $"A gap at {pair}."
                )
        );
        Assert.Equal(ledgers.OrderDescending(), ledgers);
    }

    [Fact]
    public void Counts_of_an_ending_are_those_of_its_pages()
    {
        var state = After(new ConfirmNetwork(0, First), new DenyNetwork(0, "other"), new BeginReset(New, false));
        state = Next(state, new AdvanceReset(ResetStage.Payments, null, ResetStage.Transactions, null, 5));
        state = Next(state, new AdvanceReset(ResetStage.Transactions, null, ResetStage.Transactions, "deposit/7", 200));
        state = Next(state, new AdvanceReset(ResetStage.Transactions, "deposit/7", ResetStage.Payouts, null, 11));
        state = Next(state, new AdvanceReset(ResetStage.Payouts, null, ResetStage.Cursors, null, 3));

        Assert.Equal((211, 3), (state.Progress!.Transactions, state.Progress.Payouts));
        Assert.Equal((1, NetworkCondition.Resolving, false), (state.Era, state.Condition, state.IsOpen));
        Assert.Equal([New], state.Landmarks);
    }

    private static AdvanceReset Advance(NetworkState state, ResetStage to, string? after) =>
        new(state.Progress?.Stage ?? default, state.Progress?.After, to, after, 1);

    private static Landmark At(long ledger, string hash, int seconds) =>
        new(ledger, hash, Sample.Start.AddSeconds(seconds));

    private static NetworkState After(params IEnumerable<NetworkCommand> commands) =>
        commands.Aggregate(new NetworkState(), Next);

    private static NetworkState Next(NetworkState state, NetworkCommand command) =>
        NetworkMachine.Decide(state, command, Sample.Start) is Decision<NetworkState>.Accept accept
            ? accept.Next
            : throw new InvalidOperationException($"{command} is not accepted in {state.Condition}.");

    private static string Describe(NetworkState before, NetworkState after) =>
        $"{SnakeCaseEnumConverter<NetworkCondition>.NameOf(after.Condition)} {after.Era}"
        + (
            after.Condition == NetworkCondition.Resolving
                ? $" {after.Progress!.Stage} {after.Progress.After}".TrimEnd()
                : ""
        )
        + (after.IsOpen ? "" : ", shut");
}
