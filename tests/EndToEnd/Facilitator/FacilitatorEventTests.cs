using Anchor.Ethereum;
using Anchor.Ethereum.JsonRpc;
using Anchor.Ethereum.Mosaic;
using Anchor.Hosting.Facilitator;
using Anchor.Ledgers.Mosaic;
using Anchor.Silo.Facilitator;

namespace Anchor.EndToEnd.Tests.Facilitator;

/// <summary>Of a pool's event only what can be recomputed is believed, and only for gateways that are served.</summary>
public sealed class FacilitatorEventTests : IDisposable
{
    private const int Word = 32;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-facilitator-events-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task An_event_whose_words_are_not_those_of_its_hash_or_of_a_strange_gateway_is_not_served()
    {
        Assert.SkipWhen(AnvilProgram.Find() is null, AnvilProgram.Missing);
        await using var world = await FacilitatorWorld.PrepareAsync(_folder.FullName, new SandboxChoice(), Token);
        using var person = await world.Sandbox.NewPersonAsync(Token);
        var asked = await person.StakeAsync(MosaicSandbox.Ether, world.Beneficiary, Token);
        var origin = world.Sandbox.Origin.Client;
        var filter = new LogFilter([world.Sandbox.Composer], [PoolContract.Composer.Requested.Topic]);
        var log = Assert.Single(await origin.GetLogsAsync(filter, 0, await origin.GetBlockNumberAsync(Token), Token));
        var settings = FacilitatorConfiguration.Load(new FacilitatorFiles(world.File, null, null, [])).Mosaic;
        var events = new RequestEvents(settings);

        var read = events.Read("1337", log)!;

        Assert.Null(read.Fault);
        Assert.Equal(asked.Hash.ToString(), read.Terms!.RequestHash);
        Assert.Equal(asked.Amount.ToString(), read.Terms.Amount.ToString());
        Assert.Equal(world.Beneficiary.ToString(), read.Terms.Beneficiary);
        // Every word but the proxy, which the hash does not cover: the pool alone says it.
        var words = log.Data.Length / Word;
        var refused = 0;
        for (var word = 0; word < words; word++)
        {
            var data = log.Data.ToArray();
            data[(word * Word) + Word - 1] ^= 1;
            if (events.Read("1337", log with { Data = data }) is { Terms: null, Fault: not null })
            {
                refused++;
            }
        }

        Assert.Equal(words - 1, refused);
        Assert.Contains("is not served", events.Read("1406", log)!.Fault!, StringComparison.Ordinal);
        var stranger = EthereumAddress.Parse("0x00000000000000000000000000000000000be9ef");
        Assert.Contains(
            "is not served",
            events.Read("1337", log with { Address = stranger })!.Fault!,
            StringComparison.Ordinal
        );
        var none = new RequestEvents(settings with { Pairs = [] });
        Assert.Contains("is not served", none.Read("1337", log)!.Fault!, StringComparison.Ordinal);
    }
}
