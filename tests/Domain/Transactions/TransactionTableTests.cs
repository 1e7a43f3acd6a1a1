using System.Collections.Immutable;
using Anchor.Domain.Transactions;
using static Anchor.Domain.Tests.Transactions.Sample;

namespace Anchor.Domain.Tests.Transactions;

using Column = Column<AnchorTransaction, TransactionCommand>;
using Row = Row<AnchorTransaction>;

public sealed class TransactionTableTests
{
    private const string Legend = """
        Every command in every situation of a transaction.
        A cell is the next status and the effects that then wait, "dup" if nothing changes, or "!" and the refusal's code.
        Situations with a star cannot be reached: no row of the machine leads there, and none may lead out.


        """;

    private static readonly ImmutableArray<(string Family, ImmutableArray<Column> Columns)> Families =
    [
        (
            "the wallet",
            [
                new("start", s => StartOf(s.Kind)),
                new("start as another", s => StartOf(s.Kind, account: "GSTRANGER")),
                new("open", _ => new OpenInteractive("token-2")),
                new("open again", _ => new OpenInteractive("token-1")),
                new("submit", _ => Submit()),
            ]
        ),
        (
            "the clock",
            [new("wake", _ => new Wake()), new("wake after the deadline", _ => new Wake(), TimeSpan.FromHours(2))]
        ),
        (
            "money into the bank",
            [
                new("seen", _ => new DepositSeen("bank-1")),
                new("received", _ => Received()),
                new("failed", _ => new DepositFailed("bounced")),
                new("held", _ => new DepositHeld("too small for the fee")),
            ]
        ),
        (
            "the destination",
            [
                .. Enum.GetValues<DestinationState>()
                    .Select(state => new Column(
                        SnakeCaseEnumConverter<DestinationState>.NameOf(state),
                        s => new DestinationChecked(Waiting(s), state)
                    )),
                new("ready, old question", _ => new DestinationChecked("t1/check/99", DestinationState.Ready)),
            ]
        ),
        (
            "the end of a payout",
            [
                new("paid", s => new PayoutEnded(Waiting(s), Paid())),
                .. Enum.GetValues<DestinationState>()
                    .Select(state => new Column(
                        SnakeCaseEnumConverter<DestinationState>.NameOf(state),
                        s => new PayoutEnded(Waiting(s), new PayoutEnd.DestinationRefused(state))
                    )),
                new("impossible", s => new PayoutEnded(Waiting(s), new PayoutEnd.Impossible("underfunded"))),
                new("paid, old order", _ => new PayoutEnded("t1/pay/99", Paid())),
            ]
        ),
        (
            "a network reset",
            [
                new("network reset", _ => new NetworkReset()),
                new("unsigned", s => new PayoutEnded(Waiting(s), new PayoutEnd.NetworkReset(null))),
                new("in flight", s => new PayoutEnded(Waiting(s), new PayoutEnd.NetworkReset("hash-lost"))),
                new("in flight, old order", _ => new PayoutEnded("t1/pay/99", new PayoutEnd.NetworkReset("hash-lost"))),
            ]
        ),
        (
            "money from the ledger",
            [
                new("payment", _ => Payment()),
                new("second payment", _ => Payment("p2")),
                new("wrong asset", _ => Payment("p2", Other)),
            ]
        ),
        (
            "money out of the bank",
            [
                new("begin", s => new BeginOutgoing(Waiting(s), s.Pending.FirstOrDefault()?.AttemptedAt)),
                new("release", _ => new ReleaseOutgoing()),
                new("begin, old word", s => new BeginOutgoing(Waiting(s), Start.AddDays(-1))),
                .. Enum.GetValues<OutgoingState>()
                    .Select(state => new Column(
                        state.ToString().ToLowerInvariant(),
                        _ => new OutgoingAnswered(state, "bank-2", "reason")
                    )),
            ]
        ),
    ];

    [Fact]
    public void Every_command_in_every_situation_is_decided_as_approved()
    {
        var table = new DecisionTable<AnchorTransaction, TransactionCommand>(
            TransactionMachine.Decide,
            Describe,
            Start.AddMinutes(5)
        );

        var text = string.Concat(
            from situations in new[] { Situations.Deposits, Situations.Withdrawals }
            from family in Families
            select table.Write($"{situations[0].State.Kind.WireName()}: {family.Family}", situations, family.Columns)
        );

        ApprovedFile.Matches("../Approved/Transactions.approved.txt", Legend + text);
    }

    [Fact]
    public void The_table_has_a_row_for_every_status_and_a_column_for_every_command()
    {
        foreach (var situations in new[] { Situations.Deposits, Situations.Withdrawals })
        {
            Assert.Equal(
                Enum.GetValues<TransactionStatus>(),
                situations.Select(row => row.State.Status).Distinct().Order()
            );
        }

        var commands = Families
            .SelectMany(family => family.Columns)
            .Select(column => column.Command(Situations.Deposits[0].State).GetType());
        var declared = typeof(TransactionCommand)
            .Assembly.GetTypes()
            .Where(t => t.BaseType == typeof(TransactionCommand));
        Assert.Equal(
            declared.Select(type => type.Name).Order(StringComparer.Ordinal),
            commands.Select(type => type.Name).Distinct().Order(StringComparer.Ordinal)
        );
    }

    /// <summary>The id of the effect that the transaction waits for; else of one that it never had.</summary>
    private static string Waiting(AnchorTransaction state) =>
        state.Pending.FirstOrDefault(effect => effect.Kind != EffectKind.AskRails)?.Id ?? "t1/none";

    private static string Describe(AnchorTransaction before, AnchorTransaction after)
    {
        var effects = string.Concat(
            after.Pending.Select(effect =>
                $" +{SnakeCaseEnumConverter<EffectKind>.NameOf(effect.Kind)}{(effect.AttemptedAt is null ? "" : "*")}"
            )
        );
        var status = after.Status == before.Status ? "same" : after.Status.WireName();
        return status
            + (after.NetworkLostAt is not null && before.NetworkLostAt is null ? ", no way back" : "")
            + effects;
    }
}
