using System.Collections.Immutable;
using Anchor.Grains;
using Anchor.Ledgers.Signing;
using Anchor.Stellar;
using Anchor.Stellar.Horizon;

namespace Anchor.Silo.Doctor;

/// <summary>The accounts of an asset on the ledger: there, trusted, signed for by the key at hand, and with enough to pay.</summary>
internal sealed class AssetFindings(ExaminedAsset asset, HorizonClient horizon, long baseReserve)
{
    private const long FeesOfChannel = Stroops.PerUnit / 100;
    private static readonly AnchorGrainOptions Grains = new();
    private readonly List<Finding> _findings = [];

    public async Task<List<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var issuer = await horizon.GetAccountAsync(asset.Issuer, cancellationToken);
        var account = await horizon.GetAccountAsync(asset.Account, cancellationToken);
        Add(
            "asset.issuer",
            issuer is null ? $"Its issuer {asset.Issuer} does not exist on this network." : null,
            $"issued by {asset.Issuer}"
        );
        Add(
            "asset.distribution",
            account is null ? $"Its distribution account {asset.Account} does not exist on this network." : null,
            $"distributed by {asset.Account}"
        );
        if (account is not null)
        {
            CheckSigner(account);
            CheckTrust(account);
            await CheckLumensAsync(account, cancellationToken);
        }

        return _findings;
    }

    private void CheckSigner(HorizonAccount account)
    {
        if (asset.Key?.Account.ToString() != asset.Account)
        {
            _findings.Add(Finding.Skipped("asset.signer", asset.Code, "a signer outside has the key"));
            return;
        }

        var weight = account.Signers.FirstOrDefault(signer => signer.Key == asset.Account)?.Weight ?? 0;
        Add(
            "asset.signer",
            weight < Math.Max(1, account.Thresholds.MedThreshold)
                ? $"The key at hand weighs {weight} on {asset.Account}, and a payment needs {Math.Max(1, account.Thresholds.MedThreshold)}."
                : null,
            "the key at hand signs payments"
        );
    }

    private void CheckTrust(HorizonAccount account)
    {
        if (asset.Account == asset.Issuer)
        {
            _findings.Add(
                Finding.Warning(
                    "asset.trustline",
                    asset.Code,
                    "The issuer itself distributes: every payout makes new units."
                )
            );
            return;
        }

        if (account.TrustLine(asset.Code, asset.Issuer) is not { } line)
        {
            Add("asset.trustline", $"{asset.Account} has no trustline to it: it can neither hold nor pay it.", "");
            return;
        }

        Add(
            "asset.trustline",
            line.IsAuthorized == false ? $"The issuer has not authorised the trustline of {asset.Account}."
                : asset.TakesIn && line.Room <= 0
                    ? $"The trustline of {asset.Account} is full: no withdrawal can come in."
                : null,
            "there and authorised"
        );
        Add(
            "asset.balance",
            asset.PaysOut && line.Spendable <= 0
                ? $"{asset.Account} holds none of it that could be paid: deposits will wait."
                : null,
            $"{Stroops.Format(line.Spendable)} to pay with"
        );
    }

    private async Task CheckLumensAsync(HorizonAccount account, CancellationToken cancellationToken)
    {
        var channels = await ChannelsAsync(cancellationToken);
        var missing = channels.Count(channel => channel.State is null);
        var need = (long)(missing * Grains.ChannelStartingBalance * Stroops.PerUnit) + Stroops.PerUnit;
        var free = account.NativeBalance - account.MinimumBalance(baseReserve);
        Add(
            "asset.lumens",
            free < need
                ? $"{asset.Account} has {Stroops.Format(Math.Max(0, free))} XLM above its reserve; {missing} channel accounts and fees need {Stroops.Format(need)}."
                : null,
            $"{Stroops.Format(free)} XLM above the reserve"
        );
        foreach (var (name, state) in channels)
        {
            if (state is not null && state.NativeBalance - state.MinimumBalance(baseReserve) < FeesOfChannel)
            {
                _findings.Add(
                    Finding.Failed(
                        "asset.channels",
                        asset.Code,
                        $"The channel account {name} has no XLM left for fees."
                    )
                );
            }
        }
    }

    private async Task<ImmutableArray<(AccountId Name, HorizonAccount? State)>> ChannelsAsync(
        CancellationToken cancellationToken
    )
    {
        if (asset.Key is null)
        {
            return [];
        }

        var signer = new SeedSigner();
        signer.Add(asset.Key);
        var found = ImmutableArray.CreateBuilder<(AccountId, HorizonAccount?)>();
        foreach (var channel in signer.ChannelsOf(asset.Key.Account, Grains.Channels))
        {
            found.Add((channel, await horizon.GetAccountAsync(channel.ToString(), cancellationToken)));
        }

        return found.DrainToImmutable();
    }

    private void Add(string check, string? fault, string otherwise) =>
        _findings.Add(
            fault is null ? Finding.Ok(check, asset.Code, otherwise) : Finding.Failed(check, asset.Code, fault)
        );
}
