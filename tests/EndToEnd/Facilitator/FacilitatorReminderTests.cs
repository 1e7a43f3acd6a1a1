using System.Collections.Immutable;
using Anchor.Domain.Mosaic;
using Anchor.EndToEnd.Tests.Chains;
using Anchor.EndToEnd.Tests.Support;
using Anchor.Ethereum;
using Anchor.Grains.Ports;
using Anchor.Silo.Facilitator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Anchor.EndToEnd.Tests.Facilitator;

/// <summary>A request that nobody calls any more.</summary>
public sealed class FacilitatorReminderTests : IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-facilitator-reminder-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Killed_in_the_middle_and_never_called_again_a_request_completes_by_its_reminder_alone()
    {
        Assert.SkipWhen(ClusterInstallation.IsBuilt, "Without PostgreSQL Orleans keeps its reminders in memory.");
        Assert.SkipWhen(AnvilProgram.Find() is null, AnvilProgram.Missing);
        await using var world = await FacilitatorWorld.PrepareAsync(
            _folder.FullName,
            new SandboxChoice(BlockTime: 0.2),
            Token
        );
        using var person = await world.Sandbox.NewPersonAsync(Token);
        var request = await person.StakeAsync(MosaicSandbox.Ether, world.Beneficiary, Token);
        using (
            var life = FacilitatorLife.Start(
                world.File,
                _folder.FullName,
                Ports.FreeUrl(),
                SandboxFiles.Environment([world.Worker])
            )
        )
        {
            await Until.TrueAsync(() => Task.FromResult(Status() == "ACCEPTED"), () => $"It is {Status()}.");
            await life.KillAsync();
        }

        // The root is there before the facilitator is, so that no event of an anchor follows.
        await world.Sandbox.AnchorAsync(Token);
        await BeginAsync(world);
        await Task.Delay(Silence, TimeProvider.System, Token);
        Assert.Equal("ACCEPTED", Status());
        await world.Facilitator.DisposeAsync();

        // Its alarm is a minute away; the test does not wait so long.
        Assert.Equal(1, Ring(request.Hash));
        await BeginAsync(world);
        await Until.TrueAsync(() => Task.FromResult(Status() == "COMPLETE"), () => $"It is {Status()}.");

        var minted = Assert.Single(await world.Books.ArrivalsAsync(TransferKind.Stake, Token));
        Assert.Equal(request.Amount, minted.Paid + minted.Reward);
        Assert.Equal(minted.Paid, await world.Sandbox.CoinOfAsync(world.Beneficiary, Token));
    }

    private static Task BeginAsync(FacilitatorWorld world) =>
        world.BeginFacilitatorAsync(
            Token,
            services => services.Replace(ServiceDescriptor.Singleton<IRequestIndex, EmptyIndex>())
        );

    /// <summary>Read from the file, so that the facilitator is not called.</summary>
    private string? Status() => FacilitatorTable.Value(_folder.FullName, "SELECT status FROM stake_requests");

    private int Ring(Bytes32 request) =>
        FacilitatorTable.Change(
            _folder.FullName,
            "UPDATE reminders SET first_tick_utc = 1, next_due_utc = 1 WHERE grain_key = $1",
            request.ToString()
        );

    /// <summary>Shows nobody what is open, so that neither the start nor the sweep calls anybody.</summary>
    private sealed class EmptyIndex : IRequestIndex
    {
        public Task<ImmutableArray<RequestKey>> ClaimOverdueAsync(
            DateTimeOffset before,
            int limit,
            CancellationToken cancellationToken
        ) => Task.FromResult(ImmutableArray<RequestKey>.Empty);

        public Task<ImmutableArray<MosaicRequest>> OpenAsync(
            MosaicRequest? after,
            int limit,
            CancellationToken cancellationToken
        ) => Task.FromResult(ImmutableArray<MosaicRequest>.Empty);

        public Task<ImmutableArray<MosaicRequest>> LatestAsync(int limit, CancellationToken cancellationToken) =>
            Task.FromResult(ImmutableArray<MosaicRequest>.Empty);

        public Task<MosaicRequest?> FindAsync(string requestHash, CancellationToken cancellationToken) =>
            Task.FromResult<MosaicRequest?>(null);

        public Task<ImmutableArray<RequestCount>> CountAsync(CancellationToken cancellationToken) =>
            Task.FromResult(ImmutableArray<RequestCount>.Empty);
    }
}
