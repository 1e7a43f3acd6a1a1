using System.Collections.Immutable;
using Anchor.Grains.Sync;
using Anchor.Grains.Tests.Fakes;

namespace Anchor.Grains.Tests.Harness;

internal sealed class GuardedFollowers(FakeHathor hathor, Lifeline lifeline) : ISyncFollowers
{
    public ImmutableArray<string> Networks => [FakeHathor.Network];

    public ISyncFollower Of(string network) => new Follower(hathor, lifeline);

    private sealed class Follower(FakeHathor hathor, Lifeline lifeline) : ISyncFollower
    {
        public Task<string?> IdentifyAsync(bool anew, CancellationToken cancellationToken) =>
            lifeline.PassAsync(() => Task.FromResult(hathor.Stranger));

        public async Task<SyncStep> StepAsync(CancellationToken cancellationToken)
        {
            lifeline.Check();
            // It may wait for the test, which is no activity.
            await hathor.Gate.WaitAsync(cancellationToken);
            return await lifeline.PassAsync(() => Task.FromResult(hathor.Step()));
        }

        public Task<SyncStep> TakeBackAsync(CancellationToken cancellationToken) =>
            lifeline.PassAsync(() => Task.FromResult(hathor.TakeBack()));

        public Task<bool> ForgetAsync(CancellationToken cancellationToken) =>
            lifeline.PassAsync(() => Task.FromResult(hathor.Forget()));

        public Task ListenAsync(Func<CancellationToken, Task> ring, CancellationToken cancellationToken) =>
            hathor.ListenAsync(ring, lifeline, cancellationToken);

        public void Dispose() { }
    }
}
