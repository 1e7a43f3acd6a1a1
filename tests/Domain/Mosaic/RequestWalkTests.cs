using Anchor.Domain.Mosaic;
using static Anchor.Domain.Tests.Mosaic.RequestSample;

namespace Anchor.Domain.Tests.Mosaic;

/// <summary>Random lives of requests between two chains that confirm late, reorganise, fail, and have other facilitators on them.</summary>
public sealed class RequestWalkTests(ITestOutputHelper output)
{
    private const int Walks = 2_000;
    private const int Rounds = 400;

    private readonly SortedDictionary<RequestStatus, int> _ends = [];

    [Fact]
    public void Whatever_the_chains_do_a_secret_is_shown_only_when_it_is_safe_and_every_request_ends()
    {
        var seed = TestSeed.Next(output);
        for (var walk = 0; walk < Walks; walk++)
        {
            Walk(new Random(unchecked(seed + walk)), $"seed {seed}, walk {walk}");
        }

        output.WriteLine(string.Join(", ", _ends.Select(pair => $"{pair.Key} {pair.Value}")));
        Assert.Equal([RequestStatus.Complete, RequestStatus.Rejected, RequestStatus.Revoked], _ends.Keys.ToList());
    }

    private void Walk(Random random, string name)
    {
        var chains = new ModelChains(random);
        var state = Recorded();
        var now = Now;
        for (var round = 0; round < Rounds && !state.Status.IsTerminal(); round++)
        {
            now += TimeSpan.FromSeconds(random.Next(120));
            chains.Pass(round < Rounds / 2);
            var command = Next(random, chains, state);
            if (RequestMachine.Decide(state, command, now) is Decision<MosaicRequest>.Accept accept)
            {
                Check(state, accept.Next, chains, command, name);
                state = accept.Next;
            }
        }

        Assert.True(state.Status.IsTerminal(), $"{name}: it got stuck in {state.Status}: {state.Trouble}.");
        _ends[state.Status] = _ends.GetValueOrDefault(state.Status) + 1;
    }

    private static RequestCommand Next(Random random, ModelChains chains, MosaicRequest state)
    {
        switch (random.Next(20))
        {
            case 0:
                return new WakeRequest();
            case 1 when random.Next(10) == 0:
                return new LoseSight("silence");
            case 2 when random.Next(30) == 0:
                return new LoseSecret();
            case 3 when state.Failures > 0:
                return new RetryRequest();
        }

        if (state.Needs == RequestNeed.Lock)
        {
            return new SetLock(TestLock);
        }

        if (state.Needs == RequestNeed.Workers)
        {
            return new AssignWorkers("0xsource", "0xtarget");
        }

        return random.Next(2) == 0 && state.OpenOrders().FirstOrDefault() is { } order
            ? new EndOrder(order.Id, chains.Perform(order, state), "0xhash", "it said no", Policy)
            : Look(chains.Sight(state));
    }

    private static void Check(
        MosaicRequest before,
        MosaicRequest after,
        ModelChains chains,
        RequestCommand command,
        string name
    )
    {
        Assert.True(before.Lock is null || before.Lock == after.Lock, $"{name}: the lock was replaced.");
        var open = after.OpenOrders().ToList();
        Assert.True(
            open.Select(order => order.Step).Distinct().Count() == open.Count,
            $"{name}: two open orders of one step."
        );
        Assert.Equal(after.Orders.Length, after.Orders.Select(order => order.Id).Distinct().Count());
        foreach (var order in after.Orders.Skip(before.Orders.Length))
        {
            Assert.True(command is TakeSight, $"{name}: {command} ordered {order.Step}.");
            if (order.Step is RequestStep.ProgressSource or RequestStep.ProgressTarget)
            {
                Assert.True(chains.IsSafeToShow, $"{name}: {order.Step} shows the secret too early.");
            }

            if (order.Step == RequestStep.Accept)
            {
                Assert.NotNull(after.Lock);
            }
        }

        Assert.Equal(after.Status.IsTerminal(), after.NextDue is null);
        if (after.Status == RequestStatus.Complete)
        {
            Assert.True(chains.IsDone, $"{name}: complete, and the chains do not say so.");
        }
    }
}
