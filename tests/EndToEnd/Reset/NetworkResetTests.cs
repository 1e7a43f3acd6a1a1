using System.Globalization;
using System.Security.Cryptography;
using Anchor.EndToEnd.Tests.Support;
using Anchor.Sandbox;
using Anchor.Sandbox.Bank;
using Anchor.Silo.Wallet;

namespace Anchor.EndToEnd.Tests.Reset;

/// <summary>The real program amid fifty open transactions when its network begins anew.</summary>
public sealed class NetworkResetTests(ITestOutputHelper output)
{
    private const string Seed = "ANCHOR_TEST_SEED";
    private static readonly TimeSpan NoticedWithin = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Fifty_open_transactions_survive_a_network_reset_each_as_decided_and_nothing_is_paid_twice()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable(Seed), CultureInfo.InvariantCulture, out var given)
            ? given
            : RandomNumberGenerator.GetInt32(int.MaxValue);
        output.WriteLine($"{Seed}={seed}");
        await using var world = await ResetWorld.StartAsync(seed);
        var anchor = world.Serve();
        try
        {
            await anchor.AnswerAsync(world.At("/health/ready"));
            var crowd = new ResetCrowd(world, new Random(seed));
            await crowd.FillAsync();
            Assert.Equal(50, crowd.Count);
            var paidBefore = world.PaidOut();

            await ResetAsync(world, anchor);
            await crowd.IsUnchangedAsync();
            await Assert.ThrowsAsync<WalletException>(() => world.BeginAsync("deposit", 0));
            world.Issue();
            // Killed somewhere in the ending: the next process goes on with it.
            var takingOver = world.TakeOverAsync();
            var life = TimeSpan.FromMilliseconds(new Random(seed).Next(5, 120));
            await Task.Delay(life, TimeProvider.System);
            await anchor.KillAsync();
            var reached =
                anchor.Output.Contains("reset is resolved", StringComparison.Ordinal) ? "after the end"
                : anchor.Output.Contains("old network is given up", StringComparison.Ordinal) ? "in its middle"
                : "before its beginning";
            output.WriteLine($"killed {life.TotalMilliseconds} ms after the takeover was asked for, {reached}");
            await Task.WhenAny(takingOver);
            anchor.Dispose();
            anchor = world.Serve();
            await anchor.AnswerAsync(world.At("/health/live"));
            await TakeOverAsync(world);
            await ResetWorld.UntilAsync(
                async () => (await world.ReadinessAsync()).Contains("\"ready\"", StringComparison.Ordinal),
                () => "the anchor to be ready",
                TimeSpan.FromSeconds(30)
            );
            await crowd.EndsAsDecidedAsync();
            Assert.Empty(paidBefore);

            var book = world.Bank.Audit();
            Assert.Equal(0, book.RepeatedEffects);
            Assert.Equal(
                book.Outgoing.Count,
                book.Outgoing.Select(transfer => transfer.TransactionId).Distinct().Count()
            );
            var paid = world.PaidOut();
            Assert.Equal(paid.Length, paid.Distinct().Count());
            Assert.Equal(0, await anchor.StopAsync());
        }
        catch (Exception)
        {
            output.WriteLine(anchor.Output);
            throw;
        }
        finally
        {
            anchor.Dispose();
        }
    }

    private async Task ResetAsync(ResetWorld world, ProgramRun anchor)
    {
        world.Network.Reset();
        var started = TimeProvider.System.GetTimestamp();
        await ResetWorld.UntilAsync(
            async () => (await world.ReadinessAsync()).Contains("The network was reset", StringComparison.Ordinal),
            () => "the reset to be noticed",
            NoticedWithin
        );
        output.WriteLine($"noticed after {TimeProvider.System.GetElapsedTime(started).TotalSeconds:0.0} s");
        await anchor.ShowsAsync("The network was reset: ");
        Assert.Contains("anchor testnet reset", await anchor.AnswerAsync(world.Anchor), StringComparison.Ordinal);
        world.Network.Faults.Board.Replace([], 1);
        world.Bank.Faults.Replace([], 1);
    }

    private static Task TakeOverAsync(ResetWorld world) =>
        ResetWorld.UntilAsync(
            async () =>
            {
                var (status, body) = await world.TakeOverAsync();
                // All was done before the kill.
                return status == 200 || (status == 409 && body.Contains("not reset", StringComparison.Ordinal));
            },
            () => "the takeover to be done"
        );
}

/// <summary>Users with open transactions of every kind, who know what must become of each.</summary>
internal sealed class ResetCrowd(ResetWorld world, Random random)
{
    private readonly List<(string Id, int User, string Group, decimal Amount)> _open = [];
    private readonly Dictionary<string, string> _statuses = [];
    private decimal _last = 10;

    public int Count => _open.Count;

    public async Task FillAsync()
    {
        // Their money is at the bank, and their accounts have no trustline.
        await ManyAsync(6, "trust", "deposit", ResetWorld.Poor, "pending_user_transfer_start");
        await BankMovesAsync(TimeSpan.FromSeconds(2), "trust", "pending_trust");

        // From here on no payout of the anchor arrives at the network, so that it stays on its way.
        world.Network.Faults.Board.Set(
            SandboxFaultKind.TimeoutBeforeApply,
            new Fault { Path = "/transactions", Probability = 1 }
        );
        await ManyAsync(10, "sent", "deposit", null, "pending_user_transfer_start");
        await BankMovesAsync(TimeSpan.FromSeconds(2), "sent", "pending_stellar");
        world.Bank.Faults.Set(BankFaultKind.Refuse, new Fault { Probability = 1 });
        await PaidAsync(3, "refund", "pending_stellar");
        world.Bank.Faults.Replace([], 1);
        await PaidAsync(5, "bank", "pending_external");
        world.Bank.Faults.Set(BankFaultKind.UnavailableBefore, new Fault { Path = "/_bank", Probability = 1 });
        await PaidAsync(4, "untold", "pending_anchor");
        await ManyAsync(10, "awaited", "deposit", null, "pending_user_transfer_start");
        await ManyAsync(6, "unpaid", "withdraw", null, "pending_user_transfer_start");
        for (var i = 0; i < 6; i++)
        {
            var user = random.Next(ResetWorld.Poor);
            var begun = await world.BeginAsync(i < 3 ? "deposit" : "withdraw", user);
            _open.Add((begun.Id, user, "form", 0));
            _statuses[begun.Id] = "incomplete";
        }
    }

    /// <summary>What the wallets see while the operator has not decided: as before, also the bank's side.</summary>
    public async Task IsUnchangedAsync()
    {
        foreach (var (id, user, group, _) in _open.Where(open => open.Group is not ("untold" or "awaited")))
        {
            var seen = await world.GetAsync(id, user);
            Assert.True(seen.Status == _statuses[id], $"{group} {id} was {_statuses[id]} and is {seen.Status}");
        }
    }

    public async Task EndsAsDecidedAsync()
    {
        world.Clock.Ahead += TimeSpan.FromHours(3);
        foreach (var (id, user, _, amount) in _open.Where(open => open.Group == "unpaid"))
        {
            await world.PayAsync(id, user, amount);
        }

        var lost = 0;
        foreach (var (id, user, group, amount) in _open)
        {
            var end = group switch
            {
                "trust" or "refund" => "error",
                "form" => "incomplete",
                "sent" => null,
                _ => "completed",
            };
            // Deposits whose bytes were signed are lost; the others waited for a channel and are paid on the new network.
            var seen = await WaitAsync(id, user, end);
            lost += group == "sent" && seen.Status == "error" ? 1 : 0;
            if (seen.Status == "error")
            {
                Assert.Contains("network was reset", seen.Message, StringComparison.Ordinal);
                Assert.DoesNotContain(ResetWorld.StroopsOf(amount), world.PaidOut());
            }

            world.Clock.Ahead += TimeSpan.FromSeconds(2);
        }

        Assert.InRange(lost, 1, 10);
        var deposit = await world.SubmitAsync("deposit", 0, Next());
        var withdrawn = Next();
        var withdrawal = await world.SubmitAsync("withdraw", 1, withdrawn);
        await world.PayAsync(withdrawal, 1, withdrawn);
        await WaitAsync(deposit, 0, "completed");
        await WaitAsync(withdrawal, 1, "completed");
    }

    private async Task<WalletTransaction> WaitAsync(string id, int user, string? end)
    {
        WalletTransaction? seen = null;
        await ResetWorld.UntilAsync(
            async () =>
            {
                world.Clock.Ahead += TimeSpan.FromMinutes(10);
                seen = await world.GetAsync(id, user);
                return end is null ? seen.Status is "completed" or "error" : seen.Status == end;
            },
            () => $"{id} to reach {end ?? "an end"}; it is {seen?.Status}: {seen?.Message}"
        );
        return seen!;
    }

    private async Task ManyAsync(int count, string group, string kind, int? who, string status)
    {
        for (var i = 0; i < count; i++)
        {
            var (user, amount) = (who ?? random.Next(ResetWorld.Poor), Next());
            var id = await world.SubmitAsync(kind, user, amount);
            _open.Add((id, user, group, amount));
            _statuses[id] = status;
        }
    }

    private async Task PaidAsync(int count, string group, string status)
    {
        await ManyAsync(count, group, "withdraw", null, status);
        foreach (var (id, user, _, amount) in _open.Where(open => open.Group == group))
        {
            await world.PayAsync(id, user, amount);
            await world.ReachesAsync(id, user, status);
        }
    }

    private async Task BankMovesAsync(TimeSpan time, string group, string status)
    {
        foreach (var (id, user, _, _) in _open.Where(open => open.Group == group))
        {
            await ResetWorld.UntilAsync(
                async () =>
                {
                    world.Clock.Ahead += time;
                    return (await world.GetAsync(id, user)).Status == status;
                },
                () => $"{id} to reach {status}"
            );
            _statuses[id] = status;
        }
    }

    /// <summary>No two are equal, so that a payment tells which transaction it is of.</summary>
    private decimal Next() => _last += 0.5m + random.Next(100) / 1000m;
}
