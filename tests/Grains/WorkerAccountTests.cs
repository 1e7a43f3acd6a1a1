using Anchor.Domain.Workers;
using Anchor.Grains.Ports;
using Anchor.Grains.Tests.Fakes;
using Anchor.Grains.Tests.Harness;
using Anchor.Grains.Workers;

namespace Anchor.Grains.Tests;

/// <summary>The account of a worker: wherever its process dies, and whatever becomes of a write, each order applies once.</summary>
public sealed class WorkerAccountTests
{
    private static readonly TimeSpan Aftermath = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData(MoneyStep.EnvelopeSigned)]
    [InlineData(MoneyStep.EnvelopeStored)]
    [InlineData(MoneyStep.EnvelopeSent)]
    public async Task An_order_whose_process_died_completes_by_its_reminder_alone(MoneyStep step)
    {
        await using var world = await World.StartAsync(startsGrains: false);
        world.Steps.DieAt(step);
        await AccountOf(world).OrderAsync(Order("a"), default);
        await world.UntilAsync(() => world.Steps.HasDied, "the process to die");

        await world.CrashAsync();
        var end = await EndAsync(world, "a");
        await world.PassAsync(Aftermath);

        Assert.Equal(WorkerStatus.Succeeded, end.Status);
        Assert.Equal(["a"], world.Evm.Applied);
    }

    [Theory]
    [InlineData("worker a Queued", false)]
    [InlineData("worker a Queued", true)]
    [InlineData("worker a InFlight", false)]
    [InlineData("worker a InFlight", true)]
    [InlineData("worker a Succeeded", false)]
    [InlineData("worker a Succeeded", true)]
    public async Task An_order_applies_once_whatever_became_of_the_write(string write, bool afterwards)
    {
        await using var world = await World.StartAsync(startsGrains: false);
        world.Faults.FailNext(write, afterwards);
        await OrderAsync(world, "a");
        await OrderAsync(world, "b");

        Assert.Equal(WorkerStatus.Succeeded, (await EndAsync(world, "a")).Status);
        Assert.Equal(WorkerStatus.Succeeded, (await EndAsync(world, "b")).Status);
        await world.PassAsync(Aftermath);

        Assert.False(world.Faults.IsArmed, "The write never came.");
        Assert.Equal(["a", "b"], world.Evm.Applied.Order());
    }

    [Fact]
    public async Task Two_activations_never_give_the_same_nonce()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        await OrderAsync(world, "a");
        await EndAsync(world, "a");
        // Another activation gives the next nonce, and this one does not know of it.
        var account = await world.Storage.Workers.ReadAsync(FakeEvm.Account, default);
        var other = Assert.IsType<WorkerPrepared.Ready>(await world.Evm.PrepareAsync(Order("other"), 1, [], default));
        await world.Storage.Workers.SaveAsync(
            account with
            {
                Account = new WorkerAccount { NextNonce = 2 },
            },
            new StoredWorkerTransaction(
                new WorkerTransaction
                {
                    Order = Order("other"),
                    Status = WorkerStatus.InFlight,
                    OrderedAt = world.Time.GetUtcNow(),
                    Nonce = other.Nonce,
                    Attempts = [other.Attempt],
                },
                0
            ),
            default
        );

        await OrderAsync(world, "b");

        Assert.Equal(2, (await EndAsync(world, "b")).Nonce);
        Assert.Equal(1, (await EndAsync(world, "other")).Nonce);
        Assert.Equal(["a", "other", "b"], world.Evm.Applied);
    }

    [Fact]
    public async Task What_the_node_forgets_is_handed_over_again()
    {
        await using var world = await World.StartAsync(startsGrains: false);
        await OrderAsync(world, "a");
        await EndAsync(world, "a");
        await OrderAsync(world, "b");
        await OrderAsync(world, "c");
        await world.UntilAsync(
            async () => (await AccountOf(world).GetInFlightAsync(default)).Length == 2,
            () => "both to be signed"
        );
        world.Evm.Forget();

        await EndAsync(world, "c");

        Assert.Equal(["a", "b", "c"], world.Evm.Applied);
    }

    private static WorkerOrder Order(string id) => new(id, FakeEvm.Account, "0xto", "1", "0x", 0);

    private static IWorkerAccountGrain AccountOf(World world) =>
        world.Grains.GetGrain<IWorkerAccountGrain>(FakeEvm.Account);

    /// <summary>Whoever orders does so again until it is taken.</summary>
    private static async Task OrderAsync(World world, string id)
    {
        await world.UntilAsync(
            async () =>
            {
                try
                {
                    Assert.Null(await AccountOf(world).OrderAsync(Order(id), default));
                    return true;
                }
                catch (Exception e) when (e is UnknownOutcomeException or Orleans.Storage.InconsistentStateException)
                {
                    return false;
                }
            },
            () => $"{id} to be taken"
        );
    }

    /// <summary>Reads the row, so that no grain is called.</summary>
    private static async Task<WorkerTransaction> EndAsync(World world, string id)
    {
        WorkerTransaction? found = null;
        await world.UntilAsync(
            async () => (found = (await world.Storage.Workers.FindAsync(id, default))?.Transaction) is { IsDone: true },
            () => $"{id} to end; it is {found}"
        );
        return found!;
    }
}
