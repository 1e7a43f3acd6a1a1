using System.Collections.Immutable;
using Anchor.Domain.Mosaic;
using static Anchor.Domain.Mosaic.MessageStatus;
using static Anchor.Domain.Tests.Mosaic.RequestSample;

namespace Anchor.Domain.Tests.Mosaic;

using Column = Column<MosaicRequest, RequestCommand>;
using Row = Row<MosaicRequest>;

public sealed class RequestTableTests
{
    private const string Legend = """
        Every command to a stake request in every situation.
        A cell is the next status, what is ordered or needed and what stands in the way; "dup" if nothing changes, or "!" and the refusal's code.


        """;

    private static readonly ForeignMessage Stranger = new("0xforeign", "0xtheirs");
    private static readonly ProofSight Anchored = new(20, false, Declared);
    private static readonly ProofSight Proven = new(20, true, Declared);

    private static readonly RequestSight Accepted = Message(Declared, Undeclared);
    private static readonly RequestSight Confirmed = Message(Declared, Declared);

    private static readonly ImmutableArray<Row> Rows =
    [
        new("none", new MosaicRequest()),
        new("requested", Recorded()),
        new("requested, with workers", Recorded(Look(Open), new AssignWorkers("0xsource", "0xtarget"))),
        new("requested, with lock", Ready()),
        new("accepting", Ready(Look(Open))),
        new("accept failed", Failed(Ready(Look(Open)))),
        new("accepted", Ready(Look(Open), Look(Accepted))),
        new("proof failed", Failed(Ready(Look(Message(Declared, Undeclared, Anchored))))),
        new("account proven", Ready(Look(Message(Declared, Undeclared, Proven)))),
        new("confirm failed", Failed(Ready(Look(Message(Declared, Undeclared, Proven))))),
        new("confirmed, progressing", Ready(Look(Confirmed))),
        new("mint failed", Failed(Ready(Look(Confirmed)))),
        new("stake failed", Failed(Ready(Look(Message(Declared, Progressed))))),
        new("source progressed", Ready(Look(Message(Progressed, Declared)))),
        new("target progressed", Ready(Look(Message(Declared, Progressed)))),
        new(
            "foreign",
            Recorded(Look(Message(Declared, Undeclared, foreign: Stranger)), new AssignWorkers("0xsource", "0xtarget"))
        ),
        new("secret lost", Ready(Look(Accepted), new LoseSecret(), Look(Confirmed))),
        new("complete", Ready(Look(Message(Progressed, Progressed)))),
        new("rejected", Recorded(Look(new RequestSight { Closing = RequestClosing.Rejected }))),
        new("revoked", Recorded(Look(new RequestSight { Closing = RequestClosing.Revoked }))),
        new("unknown", Recorded([.. Enumerable.Repeat<RequestCommand>(new LoseSight("silence"), 5)])),
    ];

    private static readonly ImmutableArray<(string Family, ImmutableArray<Column> Columns)> Families =
    [
        (
            "what is done with it",
            [
                new("record", _ => new RecordRequest(Terms(), 7)),
                new("record otherwise", _ => new RecordRequest(Terms() with { Proxy = "0xother" }, 7)),
                new("workers", _ => new AssignWorkers("0xsource2", "0xtarget2")),
                new("no workers", _ => new MissWorkers("no coin")),
                new("lock", _ => new SetLock(TestLock with { HashLock = "0xnew" })),
                new("lost secret", _ => new LoseSecret()),
                new("done", state => End(state, StepEnd.Done)),
                new("failed", state => End(state, StepEnd.Failed)),
                new("out of funds", state => End(state, StepEnd.OutOfFunds)),
                new("silence", _ => new LoseSight("silence")),
                new("wake", _ => new WakeRequest()),
                new("retry", _ => new RetryRequest()),
            ]
        ),
        (
            "what the chains say, a minute later",
            [
                Later("open", Open),
                Later("blocked", Open with { Accept = CanAccept with { IsProxyFree = false } }),
                Later("no allowance", Open with { Accept = CanAccept with { Allowance = TokenAmount.Zero } }),
                Later("rejected", new RequestSight { Closing = RequestClosing.Rejected }),
                Later("declared", Accepted),
                Later("declared, young", Accepted with { Outbox = new DepthStatus(Declared, Undeclared) }),
                Later("anchored", Message(Declared, Undeclared, Anchored)),
                Later("proven", Message(Declared, Undeclared, Proven)),
                Later("confirmed, young", Confirmed with { Inbox = new DepthStatus(Declared, Undeclared) }),
                Later("confirmed", Confirmed),
                Later("minted", Message(Declared, Progressed)),
                Later("staked", Message(Progressed, Declared)),
                Later("both", Message(Progressed, Progressed)),
                Later("forgotten", Message(Undeclared, Declared)),
            ]
        ),
        (
            "what the chains say of a stranger's message, an hour later",
            [
                Foreign("declared", Message(Declared, Undeclared, foreign: Stranger)),
                Foreign("anchored", Message(Declared, Undeclared, Anchored, Stranger)),
                Foreign("proven", Message(Declared, Undeclared, Proven, Stranger)),
                Foreign("confirmed", Message(Declared, Declared, Proven, Stranger)),
                Foreign("anchored back", Message(Declared, Progressed, null, Stranger, new(30, false, Declared))),
                Foreign("proven back", Message(Declared, Progressed, null, Stranger, new(30, true, Progressed))),
                Foreign("both", Message(Progressed, Progressed, foreign: Stranger)),
            ]
        ),
    ];

    [Fact]
    public void Every_command_in_every_situation_is_decided_as_approved()
    {
        var table = new DecisionTable<MosaicRequest, RequestCommand>(RequestMachine.Decide, Describe, Now);

        var text = string.Concat(
            Families.Select(family => table.Write($"stake: {family.Family}", Rows, family.Columns))
        );

        ApprovedFile.Matches("../Approved/MosaicRequests.approved.txt", Legend + text);
    }

    [Fact]
    public void The_table_has_a_row_for_every_status_and_a_column_for_every_command()
    {
        Assert.Equal(Enum.GetValues<RequestStatus>(), Rows.Select(row => row.State.Status).Distinct().Order());
        var commands = Families
            .SelectMany(family => family.Columns)
            .Select(column => column.Command(Rows[0].State).GetType());
        var declared = typeof(RequestCommand).Assembly.GetTypes().Where(t => t.BaseType == typeof(RequestCommand));
        Assert.Equal(
            declared.Select(type => type.Name).Order(StringComparer.Ordinal),
            commands.Select(type => type.Name).Distinct().Order(StringComparer.Ordinal)
        );
    }

    private static Column Later(string name, RequestSight sight) =>
        new(name, _ => Look(sight), TimeSpan.FromMinutes(1));

    private static Column Foreign(string name, RequestSight sight) =>
        new(name, _ => Look(sight), TimeSpan.FromHours(1));

    private static MosaicRequest Failed(MosaicRequest state) => Apply(state, End(state, StepEnd.Failed));

    private static string Describe(MosaicRequest before, MosaicRequest after)
    {
        var status = after.Status == before.Status ? "same" : after.Status.NameFor(TransferKind.Stake);
        var ordered = after
            .Orders.Except(before.Orders)
            .Where(order => order.End is null)
            .Select(order => $" +{SnakeCaseEnumConverter<RequestStep>.NameOf(order.Step)}@{order.Height}".TrimEnd('@'));
        var needs = after.Needs == RequestNeed.None ? "" : $", needs {after.Needs}";
        var trouble = after.Trouble is null ? "" : $" ({after.Trouble.Split(' ')[0]} ...)";
        var failures = after.Failures == before.Failures ? "" : $", {after.Failures} failures";
        return $"{status}{string.Concat(ordered)}{needs}{failures}{trouble}";
    }
}
