using System.Collections.Immutable;
using Anchor.Domain.Mosaic;
using Anchor.Ethereum;
using Anchor.Hosting.Configuration;
using Anchor.Ledgers.Mosaic;

namespace Anchor.Hosting.Facilitator;

/// <summary>Finds the facilitator's files, reads and checks them.</summary>
public static class FacilitatorConfiguration
{
    public const int DefaultConfirmations = 6;
    public const int DefaultBatchSize = 500;

    /// <summary>Known from the contracts: confirming and minting together take a little less.</summary>
    public const ulong DefaultParGasLimit = 700_000;

    private const int DefaultApprovedBounties = 100;
    private const int DefaultRetryBudget = 8;
    private static readonly TimeSpan DefaultForeignPatience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan DefaultResumeInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DefaultLookInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(5);

    /// <summary>The settings of every pair that the files name.</summary>
    /// <exception cref="AnchorConfigurationException">Something is missing or wrong; the message has a line for each fault.</exception>
    public static FacilitatorSettings Load(FacilitatorFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        List<string> faults = [];
        var facilitators = Find(files, faults).Select(file => FacilitatorFile.Read(file, faults)).ToImmutableArray();
        var merged = faults.Count == 0 ? Merge(files, facilitators, faults) : null;
        return faults.Count == 0 ? merged! : throw new AnchorConfigurationException([.. faults]);
    }

    private static ImmutableArray<string> Find(FacilitatorFiles files, List<string> faults)
    {
        if (files.Facilitator is { } given)
        {
            return [given];
        }

        var chains = files.ChainId is { } chain ? [chain] : FacilitatorPaths.KnownChains();
        if (chains.IsEmpty)
        {
            faults.Add(
                "No facilitator-config.json was found in ./mosaic or ~/.mosaic; \"anchor facilitator init\" makes one, --facilitator-config names one."
            );
        }

        return
        [
            .. chains
                .Select(id =>
                {
                    var found = FacilitatorPaths.FacilitatorFiles(id).FirstOrDefault(File.Exists);
                    if (found is null)
                    {
                        faults.Add(
                            $"No facilitator configuration of chain {id} was found: {string.Join(", ", FacilitatorPaths.FacilitatorFiles(id))}."
                        );
                    }

                    return found;
                })
                .OfType<string>(),
        ];
    }

    private static FacilitatorSettings? Merge(
        FacilitatorFiles files,
        ImmutableArray<FacilitatorFile> facilitators,
        List<string> faults
    )
    {
        var pairs = new List<MosaicGateways>();
        foreach (var file in facilitators)
        {
            var found = FacilitatorPairs.Of(file, MosaicOf(files, file, faults), files, faults);
            pairs.AddRange(found.Where(pair => pairs.TrueForAll(known => known.Name != pair.Name)));
        }

        if (faults.Count == 0 && pairs.Count == 0)
        {
            faults.Add("The files name no pair of gateways that is to be served.");
        }

        var served = pairs.SelectMany(pair => new[] { pair.Origin, pair.Auxiliary }).ToHashSet(StringComparer.Ordinal);
        var chains = facilitators
            .SelectMany(file => file.Chains.Select(chain => (File: file, Chain: chain)))
            .Where(entry => served.Contains(entry.Chain.Id))
            .GroupBy(entry => entry.Chain.Id, StringComparer.Ordinal)
            .ToImmutableArray();
        foreach (var id in served.Where(id => chains.All(chain => chain.Key != id)))
        {
            faults.Add($"{facilitators[0].File}: chains.{id}: is missing.");
        }

        var keystores = Keystores(chains.SelectMany(chain => chain).ToImmutableArray(), faults);
        if (DatabaseOf(facilitators, faults) is not { } database || faults.Count > 0)
        {
            return null;
        }

        var first = facilitators[0];
        return new FacilitatorSettings(
            new MosaicSettings(
                [
                    .. chains.Select(group => new MosaicChain(
                        group.Key,
                        group.First().Chain.Rpc,
                        group.Select(entry => entry.Chain.WebSocket).FirstOrDefault(url => url is not null),
                        group.First().Chain.Confirmations ?? DefaultConfirmations,
                        [.. group.SelectMany(entry => entry.Chain.Workers).Distinct()],
                        ScanOf(group.First().Chain, first.LookInterval ?? DefaultLookInterval)
                    )),
                ],
                [.. pairs],
                new FacilitationPolicy(
                    first.ParGasPrice ?? TokenAmount.Of(1),
                    first.ParGasLimit ?? TokenAmount.Of(DefaultParGasLimit),
                    first.MinimumReward ?? TokenAmount.Zero,
                    DefaultApprovedBounties,
                    first.ForeignPatience ?? DefaultForeignPatience,
                    first.RetryBudget ?? DefaultRetryBudget,
                    RetryPause
                )
            ),
            database,
            keystores,
            first.ResumeInterval ?? DefaultResumeInterval,
            first.LookInterval ?? DefaultLookInterval
        );
    }

    private static MosaicScan ScanOf(FacilitatorFileChain chain, TimeSpan interval) =>
        new(
            // A block that counts for transactions counts for events.
            chain.BlockDelay
                ?? Math.Max(0, (chain.Confirmations ?? DefaultConfirmations) - 1),
            chain.BatchSize ?? DefaultBatchSize,
            chain.FromBlock,
            interval
        );

    private static MosaicConfig? MosaicOf(FacilitatorFiles files, FacilitatorFile file, List<string> faults)
    {
        var beside = file.MosaicConfig is { } named
            ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file.File))!, named)
            : null;
        var found =
            files.Mosaic
            ?? beside
            ?? FacilitatorPaths.MosaicFiles(file.AuxiliaryChain ?? files.ChainId).FirstOrDefault(File.Exists);
        return found is null ? null : MosaicConfig.Read(found, faults);
    }

    private static ImmutableDictionary<EthereumAddress, string> Keystores(
        ImmutableArray<(FacilitatorFile File, FacilitatorFileChain Chain)> entries,
        List<string> faults
    )
    {
        var keystores = ImmutableDictionary.CreateBuilder<EthereumAddress, string>();
        foreach (var (file, chain) in entries)
        {
            if (chain.Workers.IsEmpty)
            {
                faults.Add($"{file.File}: chains.{chain.Id}.workers: is missing or empty.");
            }

            foreach (var worker in chain.Workers)
            {
                if (file.EncryptedAccounts.TryGetValue(worker, out var keystore))
                {
                    keystores[worker] = keystore;
                }
                else
                {
                    faults.Add($"{file.File}: encrypted_accounts: has no {worker}, a worker of chain {chain.Id}.");
                }
            }
        }

        return keystores.ToImmutable();
    }

    private static FacilitatorDatabase? DatabaseOf(ImmutableArray<FacilitatorFile> files, List<string> faults)
    {
        var file = files[0];
        if (file.DatabasePath is not { Length: > 0 } path)
        {
            faults.Add($"{file.File}: db.db_path: is missing.");
            return null;
        }

        if (!path.StartsWith("postgres", StringComparison.Ordinal))
        {
            // Beside its file, wherever the program is started.
            return new FacilitatorDatabase(
                Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file.File))!, path),
                null
            );
        }

        if (!DatabaseKind.Address.TryRead(path, out var address) || address?.Postgres is not { } postgres)
        {
            faults.Add($"{file.File}: db.db_path: is not {DatabaseKind.Address.Expected}.");
            return null;
        }

        var user = file.DatabaseUser is { } name ? $";Username={name}" : "";
        var password = file.DatabasePassword is { } secret ? $";Password={secret}" : "";
        return new FacilitatorDatabase(null, $"{postgres}{user}{password}");
    }
}
