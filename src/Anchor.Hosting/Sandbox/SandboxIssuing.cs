using Anchor.Grains.Ports;
using Anchor.Hosting.Assets;
using Anchor.Hosting.Keys;
using Anchor.Sandbox;
using Anchor.Stellar;
using Microsoft.Extensions.Hosting;

namespace Anchor.Hosting.Sandbox;

/// <summary>Sees to it that the anchor's accounts and its asset exist on the sandbox network. What is there already stays as it is.</summary>
internal sealed class SandboxIssuing(SandboxHost host, InstallationKeys keys) : IHostedService, IReissuing
{
    private const long Issued = 1_000_000_000 * Stroops.PerUnit;
    private const uint Fee = 1000;

    public Task StartAsync(CancellationToken cancellationToken) => ReissueAsync(cancellationToken);

    public Task ReissueAsync(CancellationToken cancellationToken)
    {
        var network = host.Network;
        AccountId[] missing =
        [
            .. keys
                .Distribution.Append(keys.SandboxIssuer)
                .OfType<KeyPair>()
                .Select(key => key.Account)
                .Distinct()
                .Where(account => network.SequenceOf(account) is null),
        ];
        if (missing.Length > 0)
        {
            network.Fund(missing);
        }

        if (keys.SandboxIssuer is { } issuer)
        {
            Issue(network, issuer, keys.Distribution[0]);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static void Issue(SandboxNetwork network, KeyPair issuer, KeyPair distribution)
    {
        var asset = Asset.Credit(ConfiguredAssets.SandboxCode, issuer.Account);
        if (network.BalanceOf(distribution.Account, asset) is not null)
        {
            return;
        }

        var envelope = new Transaction
        {
            Source = distribution.Account,
            Fee = Fee,
            Sequence = network.SequenceOf(distribution.Account)!.Value + 1,
            Operations =
            [
                new ChangeTrustOperation(asset),
                new PaymentOperation(distribution.Account, asset, Issued) { Source = issuer.Account },
            ],
        }.Sign(network.Network, distribution, issuer);
        network.Submit(envelope);
        network.CloseLedger();
        if (network.BalanceOf(distribution.Account, asset) != Issued)
        {
            throw new InvalidOperationException("The sandbox network did not issue the asset.");
        }
    }
}
