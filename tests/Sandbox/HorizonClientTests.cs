using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Anchor.Stellar;
using Anchor.Stellar.Horizon;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Anchor.Sandbox.Tests;

/// <summary>The project's own Horizon client against the sandbox with everything going wrong.</summary>
public sealed class HorizonClientTests
{
    private const int LeastPayments = 120;
    private const int LeastKindsOfFaults = 4;

    [Theory]
    [InlineData(1)]
    [InlineData(42)]
    public async Task Client_sees_every_payment_once_and_in_order_whatever_the_stream_does(int seed)
    {
        await using var server = await Server.StartAsync();
        server.Stage.Fund("alice", "bob");
        server.Faults.Board.Replace(
            [
                Sometimes(SandboxFaultKind.StreamDrop, 0.03),
                Sometimes(SandboxFaultKind.StreamError, 0.03),
                Sometimes(SandboxFaultKind.StreamDuplicate, 0.1),
                Sometimes(SandboxFaultKind.StreamReplay, 0.3, size: 5),
                Sometimes(SandboxFaultKind.StreamByebye, 0.3, size: 7),
                Sometimes(SandboxFaultKind.StreamFailedTransactions, 0.3),
                Sometimes(SandboxFaultKind.UnknownOperation, 0.05),
                Sometimes(SandboxFaultKind.ServiceUnavailable, 0.05),
                Sometimes(SandboxFaultKind.ConnectionReset, 0.05),
            ],
            seed
        );
        var client = Client(server);
        var stream = new HorizonPaymentStream(client, () => 0.5, NullLogger<HorizonPaymentStream>.Instance);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        var bob = server.Stage.Id("bob").ToString();
        var last = new StrongBox<int>(int.MaxValue);
        var paying = Task.Run(() => PayAsync(server, last, limit.Token), limit.Token);
        var amounts = new List<long>();
        await foreach (var page in stream.StreamPaymentsAsync(bob, HorizonCursor.Start, limit.Token))
        {
            amounts.AddRange(page.Events.OfType<PaymentRecord>().Where(IsGood).Select(p => p.Amount!.Value));
            if (amounts.Count > Volatile.Read(ref last.Value))
            {
                break;
            }
        }

        await paying;
        var expected = Enumerable
            .Range(1, last.Value)
            .Select(i => (long)i)
            .Prepend(server.Network.Options.FriendbotBalance);
        Assert.True(expected.SequenceEqual(amounts), $"seed {seed}: {string.Join(' ', amounts)}");
    }

    private static bool IsGood(PaymentRecord payment) => payment is { TransactionSuccessful: true, Amount: not null };

    /// <summary>Pays until enough went wrong, however quick the reader is; which payment is the last stands in the box before it is made.</summary>
    private static async Task PayAsync(Server server, StrongBox<int> last, CancellationToken cancellationToken)
    {
        for (var i = 1; i <= last.Value; i += 3)
        {
            var stage = server.Stage;
            if (i + 2 >= LeastPayments && server.Faults.Board.Struck.Count >= LeastKindsOfFaults)
            {
                Volatile.Write(ref last.Value, i + 2);
            }

            stage.Good(
                "alice",
                [
                    .. Enumerable
                        .Range(i, 3)
                        .Select(amount => new PaymentOperation(stage.Id("bob"), Asset.Native, amount)),
                ]
            );
            stage.Refusal(
                "alice",
                new PaymentOperation(stage.Id("bob"), Asset.Native, 1),
                new PaymentOperation(stage.Id("nobody"), Asset.Native, 1)
            );
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellationToken);
        }
    }

    private static HorizonClient Client(Server server)
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        var options = new HorizonOptions
        {
            BaseUrl = server.Client.BaseAddress!,
            NetworkPassphrase = server.Network.Network.Passphrase,
            BackoffFirst = TimeSpan.FromMilliseconds(5),
            BackoffCap = TimeSpan.FromMilliseconds(50),
            ReconnectPause = TimeSpan.FromMilliseconds(5),
        };
        return new HorizonClient(server.Client, options, TimeProvider.System, new HorizonMetrics(meters));
    }

    private static KeyValuePair<SandboxFaultKind, Fault> Sometimes(
        SandboxFaultKind kind,
        double probability,
        int size = 1
    ) => KeyValuePair.Create(kind, new Fault { Probability = probability, Size = size });
}
