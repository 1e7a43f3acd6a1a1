using System.Collections.Immutable;
using Anchor.Domain.Payments;
using Anchor.Domain.Tests.Transactions;

namespace Anchor.Domain.Tests.Payments;

public sealed class PaymentTableTests
{
    private const string Legend = """
        Every command to an incoming payment in every status.
        A cell is the next status with what is kept beside it, "dup" if nothing changes, or "!" and the refusal's code.


        """;

    private static readonly ImmutableArray<Column<IncomingPayment, PaymentCommand>> Columns =
    [
        new("match", _ => new MatchPayment("t1")),
        new("hold for a transaction", _ => new HoldPayment("t1", "second_payment")),
        new("hold for nobody", _ => new HoldPayment(null, "unknown_memo")),
        new("ignore", _ => new IgnorePayment("own_funds")),
    ];

    [Fact]
    public void Every_command_in_every_status_is_decided_as_approved()
    {
        var rows = Enum.GetValues<PaymentStatus>()
            .Select(status => new Row<IncomingPayment>(
                SnakeCaseEnumConverter<PaymentStatus>.NameOf(status),
                new IncomingPayment { Id = "p1", Status = status }
            ));
        var table = new DecisionTable<IncomingPayment, PaymentCommand>(
            PaymentMachine.Decide,
            (_, after) =>
                $"{SnakeCaseEnumConverter<PaymentStatus>.NameOf(after.Status)} ({after.TransactionId ?? "-"}, {after.Reason ?? "-"})",
            Sample.Start
        );

        ApprovedFile.Matches("../Approved/Payments.approved.txt", Legend + table.Write("payment", [.. rows], Columns));
    }

    [Fact]
    public void A_decision_keeps_the_time_it_was_taken_and_all_that_the_ledger_said()
    {
        var received = new IncomingPayment
        {
            Id = "p1",
            Status = PaymentStatus.Received,
            From = "GSENDER",
            StellarTransactionId = "hash",
        };

        var decision = PaymentMachine.Decide(received, new MatchPayment("t1"), Sample.Start);

        var matched = Assert.IsType<Decision<IncomingPayment>.Accept>(decision).Next;
        Assert.Equal(
            received with
            {
                Status = PaymentStatus.Matched,
                TransactionId = "t1",
                DecidedAt = Sample.Start,
            },
            matched
        );
    }
}
