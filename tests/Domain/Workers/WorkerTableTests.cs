using System.Collections.Immutable;
using Anchor.Domain.Workers;
using static Anchor.Domain.Tests.Workers.WorkerSample;

namespace Anchor.Domain.Tests.Workers;

using Column = Column<WorkerTransaction, WorkerCommand>;
using Row = Row<WorkerTransaction>;

public sealed class WorkerTableTests
{
    private const string Legend = """
        Every command to an order of a worker's account in every situation.
        A cell is the next status and what is known of it, "dup" if nothing changes, or "!" and the refusal's code.


        """;

    private static readonly OrderTransaction Ordered = new(Order());
    private static readonly RecordAttempt Signed = new(4, First);

    private static readonly ImmutableArray<Row> Rows =
    [
        new("none", new WorkerTransaction()),
        new("queued", After(Ordered)),
        new("queued filler", After(new OrderTransaction(Order(fills: 4)))),
        new("in flight", After(Ordered, Signed)),
        new("replaced", After(Ordered, Signed, new RecordReplacement(Dearer))),
        new("missed twice", After(Ordered, Signed, new MissTransaction(1), new MissTransaction(2))),
        new(
            "filler missed twice",
            After(new OrderTransaction(Order(4)), Signed, new MissTransaction(1), new MissTransaction(2))
        ),
        new(
            "displaced",
            After(Ordered, Signed, new MissTransaction(1), new MissTransaction(2), new MissTransaction(3))
        ),
        new("succeeded", After(Ordered, Signed, new EndTransaction(End("first")))),
        new("reverted", After(Ordered, Signed, new EndTransaction(End("first", false)))),
        new("refused", After(Ordered, new RefuseTransaction("no"))),
        new("out of funds", After(Ordered, new MissFunds("poor"))),
    ];

    private static readonly ImmutableArray<(string Family, ImmutableArray<Column> Columns)> Families =
    [
        (
            "before the chain",
            [
                new("order", _ => Ordered),
                new("other content", _ => new OrderTransaction(Order() with { Data = "0x02" })),
                new("sign nonce 4", _ => Signed),
                new("sign nonce 5", _ => new RecordAttempt(5, Dearer)),
                new("postpone", _ => new PostponeTransaction("no node", TimeSpan.FromSeconds(5))),
                new("refuse", _ => new RefuseTransaction("no")),
                new("no funds", _ => new MissFunds("poor")),
            ]
        ),
        (
            "on the chain",
            [
                new("dearer", _ => new RecordReplacement(Attempt("dearer still", 121))),
                new("too cheap", _ => new RecordReplacement(Cheap)),
                new("first stands", _ => new EndTransaction(End("first"))),
                new("first reverted", _ => new EndTransaction(End("first", false))),
                new("dearer stands", _ => new EndTransaction(End("dearer"))),
                new("missed", _ => new MissTransaction(3)),
                new("missed, old view", _ => new MissTransaction(2)),
            ]
        ),
    ];

    [Fact]
    public void Every_command_in_every_situation_is_decided_as_approved()
    {
        var table = new DecisionTable<WorkerTransaction, WorkerCommand>(WorkerMachine.Decide, Describe, Start);

        var text = string.Concat(
            Families.Select(family => table.Write($"worker: {family.Family}", Rows, family.Columns))
        );

        ApprovedFile.Matches("../Approved/Workers.approved.txt", Legend + text);
    }

    [Fact]
    public void The_table_has_a_row_for_every_status_and_a_column_for_every_command()
    {
        Assert.Equal(Enum.GetValues<WorkerStatus>(), Rows.Select(row => row.State.Status).Distinct().Order());
        var commands = Families
            .SelectMany(family => family.Columns)
            .Select(column => column.Command(Rows[0].State).GetType());
        var declared = typeof(WorkerCommand).Assembly.GetTypes().Where(t => t.BaseType == typeof(WorkerCommand));
        Assert.Equal(
            declared.Select(type => type.Name).Order(StringComparer.Ordinal),
            commands.Select(type => type.Name).Distinct().Order(StringComparer.Ordinal)
        );
    }

    private static string Describe(WorkerTransaction before, WorkerTransaction after)
    {
        var status = after.Status == before.Status ? "same" : SnakeCaseEnumConverter<WorkerStatus>.NameOf(after.Status);
        var nonce = after.Nonce is { } n ? $", nonce {n}" : "";
        var attempts = after.Attempts.IsEmpty ? "" : $", {after.Attempts.Length} signed";
        var displaced = after.Displaced.IsEmpty ? "" : $", {after.Displaced.Length} lost";
        var end = after.End is null ? "" : $", by {after.End.Hash}";
        return $"{status}{nonce}{attempts}{displaced}{end}";
    }
}
