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

    private static readonly TimeSpan DefaultResumeInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan DefaultLookInterval = TimeSpan.FromSeconds(2);

    /// <summary>The settings of one file, or of files that lie in one database.</summary>
    /// <exception cref="AnchorConfigurationException">Something is missing or wrong; the message has a line for each fault.</exception>
    public static FacilitatorSettings Load(FacilitatorFiles files) =>
        LoadAll(files) is [var only]
            ? only
            : throw new AnchorConfigurationException([
                "The facilitators that are set up here have several databases; --chain-id or --facilitator-config names one.",
            ]);

    /// <summary>The settings of every pair that the files name: those with one database are served together, under the policy of its own file each.</summary>
    /// <exception cref="AnchorConfigurationException">Something is missing or wrong; the message has a line for each fault.</exception>
    public static ImmutableArray<FacilitatorSettings> LoadAll(FacilitatorFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        List<string> faults = [];
        var facilitators = Find(files, faults).Select(file => FacilitatorFile.Read(file, faults)).ToImmutableArray();
        if (faults.Count > 0)
        {
            throw new AnchorConfigurationException([.. faults]);
        }

        var groups = facilitators
            .Select(file => (File: file, Database: DatabaseOf(file, faults)))
            .Where(entry => entry.Database is not null)
            .GroupBy(entry => entry.Database!, entry => entry.File)
            .ToImmutableArray();
        ImmutableArray<FacilitatorSettings> merged =
        [
            .. groups.Select(group => Merge(files, [.. group], group.Key, faults)).OfType<FacilitatorSettings>(),
        ];
        if (faults.Count == 0 && merged.IsEmpty)
        {
            faults.Add("The files name no pair of gateways that is to be served.");
        }

        return faults.Count == 0 ? merged : throw new AnchorConfigurationException([.. faults]);
    }

    private static ImmutableArray<string> Find(FacilitatorFiles files, List<string> faults)
    {
        if (!files.Facilitators.IsEmpty)
        {
            return files.Facilitators;
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

    /// <summary>Null if nothing of it is to be served, or something is wrong.</summary>
    private static FacilitatorSettings? Merge(
        FacilitatorFiles files,
        ImmutableArray<FacilitatorFile> facilitators,
        FacilitatorDatabase database,
        List<string> faults
    )
    {
        var pairs = new List<MosaicGateways>();
        foreach (var file in facilitators)
        {
            var found = FacilitatorPairs.Of(file, MosaicOf(files, file, faults), files, faults);
            pairs.AddRange(found.Where(pair => pairs.TrueForAll(known => known.Name != pair.Name)));
        }

        if (pairs.Count == 0)
        {
            return null;
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

        foreach (var chain in chains)
        {
            CheckAgreement([.. chain], faults);
        }

        var keystores = Keystores(chains.SelectMany(chain => chain).ToImmutableArray(), faults);
        if (faults.Count > 0)
        {
            return null;
        }

        var interval = facilitators.Select(file => file.LookInterval ?? DefaultLookInterval).Min();
        return new FacilitatorSettings(
            new MosaicSettings(
                [
                    .. chains.Select(group => new MosaicChain(
                        group.Key,
                        group.First().Chain.Rpc,
                        group.Select(entry => entry.Chain.WebSocket).FirstOrDefault(url => url is not null),
                        group.First().Chain.Confirmations ?? DefaultConfirmations,
                        [.. group.SelectMany(entry => entry.Chain.Workers).Distinct()],
                        ScanOf(group.First().Chain, interval)
                    )),
                ],
                [.. pairs]
            ),
            database,
            keystores,
            facilitators.Select(file => file.ResumeInterval ?? DefaultResumeInterval).Min(),
            interval
        );
    }

    /// <summary>A chain is read once, whoever names it: files that name it must say the same of it.</summary>
    private static void CheckAgreement(
        ImmutableArray<(FacilitatorFile File, FacilitatorFileChain Chain)> entries,
        List<string> faults
    )
    {
        var (first, known) = entries[0];
        foreach (var (file, chain) in entries.Skip(1))
        {
            (string Key, object? One, object? Other)[] values =
            [
                ("rpc", known.Rpc, chain.Rpc),
                ("confirmations", known.Confirmations, chain.Confirmations),
                ("block_delay", known.BlockDelay, chain.BlockDelay),
                ("batch_size", known.BatchSize, chain.BatchSize),
                ("from_block", known.FromBlock, chain.FromBlock),
            ];
            faults.AddRange(
                values
                    .Where(value => !Equals(value.One, value.Other))
                    .Select(value => $"{file.File}: chains.{chain.Id}.{value.Key}: is not what {first.File} says.")
            );
        }
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

    private static FacilitatorDatabase? DatabaseOf(FacilitatorFile file, List<string> faults)
    {
        if (file.DatabasePath is not { Length: > 0 } path)
        {
            faults.Add($"{file.File}: db.db_path: is missing.");
            return null;
        }

        if (!path.StartsWith("postgres", StringComparison.Ordinal))
        {
            // Beside its file, wherever the program is started.
            return new FacilitatorDatabase(
                Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file.File))!, path)),
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
