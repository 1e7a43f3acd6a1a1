using System.Collections.Immutable;
using Anchor.Domain.Transactions;
using Anchor.Simulation.Engine;

namespace Anchor.Simulation.World;

/// <summary>All users of a run; each has one transaction.</summary>
internal sealed class Users(ImmutableArray<User> all)
{
    public IEnumerable<string> Ids => all.Select(user => user.Id);

    public ImmutableArray<User> All => all;

    public static Users Of(SimWorld world)
    {
        var deposits = Enumerable
            .Range(1, world.Profile.Deposits)
            .Select(i => (User)new DepositUser(world, $"d{i:00}"));
        var withdrawals = Enumerable
            .Range(1, world.Profile.Withdrawals)
            .Select(i => (User)new WithdrawalUser(world, $"w{i:00}", $"{1000 + i}"));
        var all = deposits.Concat(withdrawals).Where(user => world.Case.Only?.Contains(user.Id) ?? true);
        var users = new Users([.. all]);
        foreach (var user in users.All)
        {
            user.Begin();
        }

        return users;
    }
}

/// <summary>A user with a wallet: asks the anchor again and again until it answers, then goes on to the next thing.</summary>
internal abstract class User(SimWorld world, string id)
{
    private static readonly TimeSpan LatestBeginning = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    protected static readonly ImmutableSortedDictionary<string, string> NoFields = ImmutableSortedDictionary<
        string,
        string
    >.Empty;

    public string Id => id;

    /// <summary>Nothing more comes from the user.</summary>
    public bool IsDone { get; protected set; }

    protected SimWorld World => world;

    protected string Address => $"GUSER-{id}";

    public void Begin()
    {
        SetUp();
        After("begins", TimeSpan.FromSeconds(1), LatestBeginning, StartTransaction);
    }

    protected abstract void SetUp();

    protected abstract void StartTransaction();

    protected void After(string what, TimeSpan from, TimeSpan to, Action action) =>
        world.Timeline.After(world.Dice.Between($"{id} {what}", from, to), action);

    /// <summary>Applies a command through whichever process is up, until one has said that it is stored.</summary>
    protected void Tell(string what, Func<TransactionCommand> command, Action next) =>
        Ask(
            what,
            async process =>
                (
                    await process
                        .Grains.GetGrain<Grains.Transactions.ITransactionGrain>(id)
                        .ApplyAsync(command(), default)
                )
                    is { Refusal: null or { Code: "flow_complete" } },
            next
        );

    /// <summary>A request that is sent again when there is no answer, or none in time: it may have been done all the same.</summary>
    protected void Ask(string what, Func<Process, Task<bool>> request, Action next)
    {
        var isAnswered = false;
        if (world.Front is not { } process)
        {
            world.Timeline.After(Pause, () => Ask(what, request, next));
            return;
        }

        process.Run(async () =>
        {
            var succeeded = false;
            try
            {
                succeeded = await request(process);
            }
            catch (Exception e)
            {
                world.Trace.Tell($"{id}: {what} failed: {e.GetType().Name}");
            }

            world.Timeline.After(succeeded ? TimeSpan.Zero : Pause, () => Answered(succeeded));
        });
        world.Timeline.After(Patience, () => Answered(false));

        void Answered(bool succeeded)
        {
            if (!isAnswered)
            {
                isAnswered = true;
                if (succeeded)
                {
                    next();
                }
                else
                {
                    Ask(what, request, next);
                }
            }
        }
    }
}
