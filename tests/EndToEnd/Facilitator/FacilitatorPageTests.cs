using Anchor.Crypto;
using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Hosting.Facilitator;
using Anchor.Ledgers.Mosaic;
using Anchor.Silo.Facilitator;
using Microsoft.Extensions.DependencyInjection;

namespace Anchor.EndToEnd.Tests.Facilitator;

/// <summary>What operators see: the page and the page of a request in a browser, and the alarms.</summary>
public sealed class FacilitatorPageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("anchor-facilitator-page-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_browser_shows_requests_workers_lag_and_alarms_and_each_request_on_a_page_of_its_own()
    {
        Assert.SkipWhen(AnvilProgram.Find() is null, AnvilProgram.Missing);
        Assert.SkipWhen(Browser.Missing is not null, Browser.Missing ?? "");
        using var poor = Secp256k1PrivateKey.FromBytes([.. Enumerable.Repeat((byte)9, Secp256k1.PrivateKeySize)]);
        await using var world = await FacilitatorWorld.StartAsync(
            _folder.FullName,
            new SandboxChoice(BlockTime: 0.3),
            Token,
            poor
        );
        using var person = await world.Sandbox.NewPersonAsync(Token);
        using var other = await world.Sandbox.NewPersonAsync(Token);
        var stake = await person.StakeAsync(MosaicSandbox.Ether, world.Beneficiary, Token);
        var cheap = await other.StakeAsync(MosaicSandbox.Ether, world.Beneficiary, Token, gasPrice: UInt256.Zero);
        await world.EndedAsync(stake.Hash, Token);
        await world.ReachedAsync(cheap.Hash, RequestStatus.Requested, Token);

        var list = await Browser.DumpAsync(world.Facilitator.Url, Token);
        var detail = await Browser.DumpAsync(new Uri(world.Facilitator.Url, stake.Hash.ToString()), Token);
        var strange = await Browser.DumpAsync(new Uri(world.Facilitator.Url, "0xdead"), Token);

        Shows(list, $"<a href=\"/{stake.Hash}\">", "COMPLETE", "REQUESTED", "under par", "of 10</td>");
        Shows(list, $"1337/{EthereumAddress.Of(world.Worker).ToLowerHex()}", "<th>blocks behind</th>");
        // The only alarms are those of the worker who has nothing.
        var broke = EthereumAddress.Of(poor).ToLowerHex();
        Shows(
            list,
            $"role=\"alert\">Worker 1337/{broke} has no coin.",
            $"role=\"alert\">Worker 1406/{broke} has no coin."
        );
        Assert.Equal(2, list.Split("role=\"alert\"").Length - 1);
        Shows(
            detail,
            "Stake and mint",
            "<td>COMPLETE</td>",
            "progress_source",
            "stored, sealed",
            $"{world.Beneficiary}"
        );
        Shows(strange, "No such request");
        var request = (await world.Facilitator.Requests.FindAsync(stake.Hash.ToString(), Token))!;
        Shows(detail, [.. request.Orders.Select(order => order.Hash!)]);
        Assert.DoesNotContain(request.Lock!.SealedSecret, detail, StringComparison.Ordinal);

        // A chain that has ended answers nobody.
        await world.Sandbox.Auxiliary.DisposeAsync();
        var alarmed = await Browser.DumpAsync(world.Facilitator.Url, Token);
        using var http = new HttpClient();
        using var health = await http.GetAsync(new Uri(world.Facilitator.Url, "health"), Token);
        Shows(alarmed, "role=\"alert\">Chain 1406 does not answer.", "<td>no answer</td>");
        Assert.Equal(503, (int)health.StatusCode);
        Shows(await health.Content.ReadAsStringAsync(Token), "Chain 1406 does not answer.");
    }

    [Fact]
    public async Task The_roots_that_an_anchor_holds_are_known_and_how_long_each_will_be_there()
    {
        Assert.SkipWhen(AnvilProgram.Find() is null, AnvilProgram.Missing);
        await using var world = await FacilitatorWorld.PrepareAsync(_folder.FullName, new SandboxChoice(), Token);
        await world.BeginFacilitatorAsync(Token);
        var anchors = world.Facilitator.Services.GetRequiredService<MosaicAnchors>();
        var pair = world.Facilitator.Services.GetRequiredService<MosaicSettings>().Pairs[0].Name;
        List<long> heights = [];
        for (var i = 0; i < 12; i++)
        {
            await world.Sandbox.Origin.AskAsync("anvil_mine", "0x1");
            await world.Sandbox.AnchorAsync(Token);
            heights.Add((await anchors.RingAsync(pair, onOrigin: false, Token)).Latest);
        }

        var ring = await anchors.RingAsync(pair, onOrigin: false, Token);

        Assert.Equal(10, ring.Size);
        Assert.Equal(heights[2..].AsEnumerable().Reverse(), ring.Heights);
        Assert.Equal(10, ring.Remaining(heights[^1]));
        Assert.Equal(1, ring.Remaining(heights[2]));
        Assert.Equal(0, ring.Remaining(heights[1]));
    }

    [Theory]
    [InlineData(100, null)]
    [InlineData(97, null)]
    [InlineData(92, "which will be driven out by the next 2")]
    [InlineData(91, "which will be driven out by the next 1")]
    [InlineData(90, "which is gone")]
    public void A_root_that_a_request_is_proven_by_raises_an_alarm_before_it_is_lost(long height, string? alarm)
    {
        var anchors = new[]
        {
            new AnchorLook("1337-1406-0x1", "1337", "1406", Ring(100), 104),
            new AnchorLook("1337-1406-0x1", "1406", "1337", Ring(500), 504),
        };
        var request = new MosaicRequest
        {
            Terms = new RequestTerms(
                TransferKind.Stake,
                "0xrequest",
                "1337-1406-0x1",
                "0xpool",
                "0xgateway",
                TokenAmount.Of(1),
                "0xbeneficiary",
                TokenAmount.Of(1),
                TokenAmount.Of(1),
                TokenAmount.Of(1),
                "0xaccount",
                "0xproxy"
            ),
            Orders =
            [
                new StepOrder("a", RequestStep.Accept, "0xworker", null, default, End: StepEnd.Done),
                new StepOrder("b", RequestStep.ProveToTarget, "0xworker", height, default),
            ],
        };

        var alarms = FacilitatorLook.FadingRoots(request, anchors).ToList();

        Assert.Equal(
            alarm is null ? [] : [$"Request 0xrequest relies on the root of block {height} of chain 1337, {alarm}."],
            alarms
        );
    }

    private static AnchorRing Ring(long latest) => new(10, [.. Enumerable.Range(0, 10).Select(i => latest - i)]);

    private static void Shows(string page, params string[] texts) =>
        Assert.All(texts, text => Assert.Contains(text, page, StringComparison.Ordinal));
}
