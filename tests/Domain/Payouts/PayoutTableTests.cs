using System.Collections.Immutable;
using Anchor.Domain.Money;
using Anchor.Domain.Payouts;
using Anchor.Domain.Transactions;
using static Anchor.Domain.Tests.Payouts.PayoutSample;

namespace Anchor.Domain.Tests.Payouts;

using Column = Column<Payout, PayoutCommand>;
using Row = Row<Payout>;

public sealed class PayoutTableTests
{
    private const string Legend = """
        Every command to a payout in every situation.
        A cell is the next status and what is known of it, "dup" if nothing changes, or "!" and the refusal's code.


        """;

    private static readonly ImmutableArray<Row> Rows =
    [
        new("none", new Payout()),
        new("queued", After(new OrderPayout(Order()))),
        new("queued, after proof", After(new OrderPayout(Order()), new RecordEnvelope(Old), Dead(Old))),
        new("signed", After(new OrderPayout(Order()), new RecordEnvelope(Envelope))),
        new(
            "signed anew",
            After(new OrderPayout(Order()), new RecordEnvelope(Old), Dead(Old), new RecordEnvelope(Envelope))
        ),
        new("paid", After(new OrderPayout(Order()), new RecordEnvelope(Envelope), new EnvelopeApplied("hash"))),
        new(
            "paid, told",
            After(
                new OrderPayout(Order()),
                new RecordEnvelope(Envelope),
                new EnvelopeApplied("hash"),
                new TransactionTold()
            )
        ),
        new("refused unsigned", After(new OrderPayout(Order()), new RefusePayout(End))),
        new("refused", After(new OrderPayout(Order()), new RecordEnvelope(Envelope), new EnvelopeRefused("hash", End))),
        new(
            "refused, told",
            After(
                new OrderPayout(Order()),
                new RecordEnvelope(Envelope),
                new EnvelopeRefused("hash", End),
                new TransactionTold()
            )
        ),
        new("network reset, unsigned", After(new OrderPayout(Order()), new EndForNetworkReset())),
        new(
            "network reset, in flight",
            After(new OrderPayout(Order()), new RecordEnvelope(Envelope), new EndForNetworkReset())
        ),
        new(
            "network reset, told",
            After(
                new OrderPayout(Order()),
                new RecordEnvelope(Envelope),
                new EndForNetworkReset(),
                new TransactionTold()
            )
        ),
    ];

    private static readonly ImmutableArray<(string Family, ImmutableArray<Column> Columns)> Families =
    [
        (
            "the order",
            [
                new("order", _ => new OrderPayout(Order())),
                new("other amount", _ => new OrderPayout(Order() with { Amount = Amount.Floor(8) })),
                new("other destination", _ => new OrderPayout(Order() with { Destination = "GOTHER" })),
                new("postpone", _ => new PostponePayout("no ledger", TimeSpan.FromSeconds(5))),
                new("refuse", _ => new RefusePayout(End)),
                new("told", _ => new TransactionTold()),
                new("network reset", _ => new EndForNetworkReset()),
            ]
        ),
        (
            "the envelope",
            [
                new("signed", _ => new RecordEnvelope(Envelope)),
                new("signed otherwise", _ => new RecordEnvelope(Envelope with { Hash = "hash-3" })),
                new("applied", _ => new EnvelopeApplied("hash")),
                new("old applied", _ => new EnvelopeApplied("hash-old")),
                new("dead", _ => Dead(Envelope)),
                new("old dead", _ => Dead(Old)),
                new("refused", _ => new EnvelopeRefused("hash", End)),
                new("old refused", _ => new EnvelopeRefused("hash-old", End)),
            ]
        ),
    ];

    [Fact]
    public void Every_command_in_every_situation_is_decided_as_approved()
    {
        var table = new DecisionTable<Payout, PayoutCommand>(
            PayoutMachine.Decide,
            Describe,
            Tests.Transactions.Sample.Start
        );

        var text = string.Concat(
            Families.Select(family => table.Write($"payout: {family.Family}", Rows, family.Columns))
        );

        ApprovedFile.Matches("../Approved/Payouts.approved.txt", Legend + text);
    }

    [Fact]
    public void The_table_has_a_row_for_every_status_and_a_column_for_every_command()
    {
        Assert.Equal(Enum.GetValues<PayoutStatus>(), Rows.Select(row => row.State.Status).Distinct().Order());
        var commands = Families
            .SelectMany(family => family.Columns)
            .Select(column => column.Command(Rows[0].State).GetType());
        var declared = typeof(PayoutCommand).Assembly.GetTypes().Where(t => t.BaseType == typeof(PayoutCommand));
        Assert.Equal(
            declared.Select(type => type.Name).Order(StringComparer.Ordinal),
            commands.Select(type => type.Name).Distinct().Order(StringComparer.Ordinal)
        );
    }

    private static string Describe(Payout before, Payout after)
    {
        var status = after.Status == before.Status ? "same" : SnakeCaseEnumConverter<PayoutStatus>.NameOf(after.Status);
        var told = after.Told ? ", told" : "";
        var end = after.End switch
        {
            PayoutEnd.Paid paid => $" by {paid.StellarTransactionId}",
            PayoutEnd.NetworkReset lost => $", {lost.StellarTransactionId ?? "nothing"} lost",
            null => "",
            _ => ", proved",
        };
        return $"{status}{(after.Signed is null ? "" : $", {after.Attempts} signed")}{end}{told}";
    }
}
