using Anchor.Domain.Mosaic;
using Anchor.Grains.Mosaic;

namespace Anchor.Grains.Tests.Harness;

/// <summary>Requests between two chains, as tests make and await them. Rows are read, so that no grain is called by the waiting.</summary>
internal static class Facilitation
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(8);

    /// <summary>A request is made at the pool, and its event is told.</summary>
    public static async Task<RequestTerms> AskAsync(this World world, string name, TransferKind kind, int gasPrice = 1)
    {
        var terms = world.Mosaic.Ask(name, kind, gasPrice);
        await world.TellAsync(terms);
        return terms;
    }

    /// <summary>Whoever tells of an event does so again until that is stored.</summary>
    public static Task TellAsync(this World world, RequestTerms terms) =>
        world.UntilAsync(
            async () =>
            {
                try
                {
                    Assert.Null((await world.Request(terms).ApplyAsync(new RecordRequest(terms, 7), default)).Refusal);
                    return true;
                }
                catch (Exception e)
                    when (e
                            is UnknownOutcomeException
                                or SiloDiedException
                                or Orleans.Storage.InconsistentStateException
                                // What Microsoft Orleans wraps the storage's exceptions in.
                                or OrleansException
                    )
                {
                    return world.Faults.HasKilled;
                }
            },
            () => $"{terms.RequestHash} to be recorded"
        );

    public static IRequestGrain Request(this World world, RequestTerms terms) =>
        world.Grains.GetRequest(terms.Kind, terms.RequestHash);

    public static async Task<MosaicRequest> RowAsync(this World world, RequestTerms terms) =>
        await world.Storage.Requests.FindAsync(terms.RequestHash, default)
        ?? throw new InvalidOperationException($"There is no request {terms.RequestHash}.");

    public static Task<MosaicRequest> EndedAsync(this World world, RequestTerms terms) =>
        world.SeenAsync(terms, request => request.Status.IsTerminal(), "its end");

    public static async Task<MosaicRequest> SeenAsync(
        this World world,
        RequestTerms terms,
        Func<MosaicRequest, bool> condition,
        string what
    )
    {
        MosaicRequest? found = null;
        await world.UntilAsync(
            async () =>
                (found = await world.Storage.Requests.FindAsync(terms.RequestHash, default)) is not null
                && condition(found),
            () => $"{terms.RequestHash} to reach {what}; it is {found?.Status}: {found?.Trouble}",
            Patience
        );
        return found!;
    }

    /// <summary>What the contracts let happen, happened once; who accepted has the bounty back, and the secret was shown late enough.</summary>
    public static void CheckDone(this World world, RequestTerms terms)
    {
        Assert.Empty(world.Mosaic.Violations);
        var message = world.Mosaic[terms.RequestHash];
        Assert.Equal((MessageStatus.Progressed, MessageStatus.Progressed), (message.Outbox, message.Inbox));
        Assert.Single(message.AcceptedBy);
        Assert.Single(message.BountyTo);
        Assert.Single(message.RewardTo);
        foreach (var worker in world.Mosaic.Workers)
        {
            Assert.Equal(worker.Applied.Distinct(), worker.Applied);
        }
    }
}
