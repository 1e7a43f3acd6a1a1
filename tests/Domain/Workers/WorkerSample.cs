using Anchor.Domain.Workers;

namespace Anchor.Domain.Tests.Workers;

/// <summary>Orders and bytes for tests of the machine.</summary>
internal static class WorkerSample
{
    public static readonly DateTimeOffset Start = Tests.Transactions.Sample.Start;

    public static readonly WorkerAttempt First = Attempt("first", 100);
    public static readonly WorkerAttempt Dearer = Attempt("dearer", 110);
    public static readonly WorkerAttempt Cheap = Attempt("cheap", 109);

    public static WorkerOrder Order(long? fills = null) =>
        new("order", "1337/0xworker", "0xcontract", "7", "0x01", 50_000, fills);

    public static WorkerAttempt Attempt(string hash, int fee) =>
        new(hash, $"0x{hash}", 60_000, fee.ToString(), (fee / 10).ToString(), Start);

    public static WorkerEnd End(string hash, bool succeeded = true) =>
        new(hash, 12, 40_000, "4000000", succeeded, succeeded ? null : "Invalid nonce");

    /// <summary>What becomes of a fresh state by these commands, which all must be accepted.</summary>
    public static WorkerTransaction After(params WorkerCommand[] commands) =>
        commands.Aggregate(
            new WorkerTransaction(),
            (state, command) =>
                Assert.IsType<Decision<WorkerTransaction>.Accept>(WorkerMachine.Decide(state, command, Start)).Next
        );
}
